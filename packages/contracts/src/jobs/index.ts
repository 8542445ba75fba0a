import type { Job } from '../define-job.ts';
import { answerTurn } from './answer-turn.ts';
import { checkPreset } from './check-preset.ts';
import { embedMemories } from './embed-memories.ts';
import { testWalletKey } from './test-wallet-key.ts';

export * from './answer-turn.ts';
export * from './check-preset.ts';
export * from './embed-memories.ts';
export * from './test-wallet-key.ts';

/** Every job there is: the worker refuses to start unless each has exactly one handler. */
export const JOBS: readonly Job[] = [answerTurn, testWalletKey, checkPreset, embedMemories];
