import { denials } from './denials.ts';
import { errors } from './errors.ts';
import { failures } from './failures.ts';
import { fields } from './fields.ts';
import { greetings } from './greetings.ts';
import { inbound } from './inbound.ts';
import { keyTests } from './key-tests.ts';
import { moderation } from './moderation.ts';
import { notes } from './notes.ts';
import { nouns } from './nouns.ts';
import { presets } from './presets.ts';
import { settings } from './settings.ts';
import { welcome } from './welcome.ts';
import { whoSaidThis } from './who-said-this.ts';

/** Every sentence in English. Another language is a folder like this one with the same keys. */
export const english = {
  ...denials,
  ...errors,
  ...failures,
  ...fields,
  ...keyTests,
  ...inbound,
  ...moderation,
  ...notes,
  ...greetings,
  ...nouns,
  ...presets,
  ...welcome,
  ...whoSaidThis,
  ...settings,
} as const;
