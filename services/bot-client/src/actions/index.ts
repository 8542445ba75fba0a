import type { Action } from '../define/action.ts';
import { dismiss } from './dismiss.ts';

/** Everything people can do that belongs to no slash command. */
export const actions: readonly Action[] = [dismiss];
