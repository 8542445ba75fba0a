import type { Action } from '../define/action.ts';
import { change } from './change.ts';
import { didYouMean } from './did-you-mean.ts';
import { dismiss } from './dismiss.ts';
import { importFiles } from './import-files.ts';
import { loreFromMessage } from './lore-from-message.ts';
import { missed } from './missed/index.ts';
import { rememberedHere } from './remembered-here.ts';
import { revise } from './revise.ts';
import { stop } from './stop.ts';
import { undelivered } from './undelivered/index.ts';
import { welcome } from './welcome/index.ts';
import { whoSaidThis } from './who-said-this.ts';

/** Everything people can do that belongs to no slash command. */
export const actions: readonly Action[] = [
  dismiss,
  whoSaidThis,
  rememberedHere,
  stop,
  revise,
  change,
  loreFromMessage,
  welcome,
  didYouMean,
  missed,
  undelivered,
  importFiles,
];
