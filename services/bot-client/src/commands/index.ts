import type { Command } from '../define/command.ts';
import { admin } from './admin/index.ts';
import { channel } from './channel/index.ts';
import { character } from './character/index.ts';
import { chimeIn } from './chime-in/index.ts';
import { createHelp } from './help/index.ts';
import { history } from './history/index.ts';
import { importCommand } from './import/index.ts';
import { lore } from './lore/index.ts';
import { me } from './me/index.ts';
import { memory } from './memory/index.ts';
import { narrate } from './narrate/index.ts';
import { note } from './note/index.ts';
import { preset } from './preset/index.ts';
import { random } from './random/index.ts';
import { rules } from './rules/index.ts';
import { server } from './server/index.ts';
import { settings } from './settings/index.ts';
import { usage } from './usage/index.ts';
import { wallet } from './wallet/index.ts';

const explained = [
  character,
  chimeIn,
  random,
  narrate,
  me,
  wallet,
  preset,
  usage,
  history,
  memory,
  note,
  lore,
  rules,
  importCommand,
  settings,
  channel,
  server,
  admin,
];

/** Every slash command there is. */
export const commands: readonly Command[] = [...explained, createHelp(explained)];
