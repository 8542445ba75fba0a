import * as addressBook from './address-book.ts';
import * as audits from './audits.ts';
import * as channels from './channels.ts';
import * as characters from './characters.ts';
import type { Job } from './define-job.ts';
import type { Route } from './define-route.ts';
import * as denials from './denials.ts';
import * as histories from './histories.ts';
import * as marks from './marks.ts';
import * as memory from './memory.ts';
import * as messages from './messages.ts';
import * as notes from './notes.ts';
import * as personas from './personas.ts';
import * as pictures from './pictures.ts';
import * as posts from './posts.ts';
import * as presets from './presets.ts';
import * as replies from './replies.ts';
import * as serverCharacters from './server-characters.ts';
import * as settings from './settings/index.ts';
import * as status from './status.ts';
import * as triggers from './triggers.ts';
import * as turns from './turns.ts';
import * as usage from './usage.ts';
import * as vendors from './vendors.ts';
import * as wallet from './wallet.ts';

/** A page per resource: what it is, its routes and its jobs. */
const described = [
  triggers,
  turns,
  replies,
  usage,
  memory,
  messages,
  vendors,
  wallet,
  characters,
  addressBook,
  personas,
  posts,
  presets,
  settings,
  histories,
  channels,
  notes,
  pictures,
  marks,
  status,
  denials,
  serverCharacters,
  audits,
].flatMap((page) => Object.values<unknown>(page));

const has = (value: unknown, key: string): boolean => typeof value === 'object' && value !== null && key in value;
const isRoute = (value: unknown): value is Route => has(value, 'method');
const isJob = (value: unknown): value is Job => has(value, 'queue');

/** Every route there is: the gateway refuses to start unless each has exactly one handler. */
export const ROUTES: readonly Route[] = described.filter(isRoute);

/** Every job there is: the worker refuses to start unless each has exactly one handler. */
export const JOBS: readonly Job[] = described.filter(isJob);
