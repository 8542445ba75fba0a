import { channels } from './channels.ts';
import { characters } from './characters.ts';
import { counts } from './counts.ts';
import { denials } from './denials.ts';
import { errors } from './errors.ts';
import { failures } from './failures.ts';
import { fields } from './fields.ts';
import { greetings } from './greetings.ts';
import { help } from './help.ts';
import { histories } from './histories.ts';
import { imports } from './imports.ts';
import { inbound } from './inbound.ts';
import { interfaceWords } from './interface.ts';
import { keyTests } from './key-tests.ts';
import { lore } from './lore.ts';
import { memories } from './memories.ts';
import { moderation } from './moderation.ts';
import { notes } from './notes.ts';
import { nouns } from './nouns.ts';
import { operations } from './operations.ts';
import { presets } from './presets.ts';
import { profiles } from './profiles.ts';
import { refusals } from './refusals.ts';
import { replies } from './replies.ts';
import { rules } from './rules.ts';
import { settings } from './settings.ts';
import { status } from './status.ts';
import { usages } from './usages.ts';
import { wallets } from './wallets.ts';
import { welcome } from './welcome.ts';
import { whoSaidThis } from './who-said-this.ts';

/** Every sentence in English. Another language is a folder like this one with the same keys. */
export const english = {
  ...channels,
  ...characters,
  ...counts,
  ...help,
  ...histories,
  ...memories,
  ...interfaceWords,
  ...profiles,
  ...status,
  ...usages,
  ...wallets,
  ...denials,
  ...errors,
  ...failures,
  ...fields,
  ...keyTests,
  ...imports,
  ...inbound,
  ...lore,
  ...moderation,
  ...notes,
  ...greetings,
  ...nouns,
  ...operations,
  ...presets,
  ...refusals,
  ...rules,
  ...replies,
  ...welcome,
  ...whoSaidThis,
  ...settings,
} as const;
