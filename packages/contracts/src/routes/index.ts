import type { Route } from '../define-route.ts';
import * as channels from './channels.ts';
import * as characters from './characters.ts';
import * as histories from './histories.ts';
import * as keys from './keys.ts';
import * as marks from './marks.ts';
import * as personas from './personas.ts';
import * as pictures from './pictures.ts';
import * as presets from './presets.ts';
import * as status from './status.ts';
import * as triggers from './triggers.ts';
import * as turns from './turns.ts';
import * as vectors from './vectors.ts';

export * from './channels.ts';
export * from './characters.ts';
export * from './histories.ts';
export * from './keys.ts';
export * from './marks.ts';
export * from './personas.ts';
export * from './pictures.ts';
export * from './presets.ts';
export * from './status.ts';
export * from './triggers.ts';
export * from './turns.ts';
export * from './vectors.ts';

const isRoute = (value: unknown): value is Route => typeof value === 'object' && value !== null && 'method' in value;

/** Every route there is: the gateway refuses to start unless each has exactly one handler. */
export const ROUTES: readonly Route[] = [
  triggers,
  turns,
  vectors,
  keys,
  characters,
  personas,
  presets,
  histories,
  channels,
  pictures,
  marks,
  status,
].flatMap((file) => Object.values<unknown>(file).filter(isRoute));
