import type { Action } from './action.ts';
import type { Command } from './command.ts';

/** Everything people can do with the bot. */
export interface Offer {
  commands: readonly Command[];
  actions: readonly Action[];
}
