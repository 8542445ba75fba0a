import { JOBS } from '@tzurot/contracts';
import type { HandledJob } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { answerTurnJob } from './answer-turn.ts';
import { checkPresetJob } from './check-preset.ts';
import { embedMemoriesJob } from './embed-memories.ts';
import { exportCharacterJob } from './export-character.ts';
import { listModelsJob } from './list-models.ts';
import { readImportJob } from './read-import.ts';
import { removePostsJob } from './remove-posts.ts';
import { removeTwinsJob } from './remove-twins.ts';
import { testLoreJob } from './test-lore.ts';
import { testRulesJob } from './test-rules.ts';
import { testWalletKeyJob } from './test-wallet-key.ts';

/** Every job has its handler here. */
export const jobs: readonly HandledJob<WorkerContext>[] = [
  answerTurnJob,
  testWalletKeyJob,
  checkPresetJob,
  listModelsJob,
  embedMemoriesJob,
  testLoreJob,
  testRulesJob,
  removeTwinsJob,
  readImportJob,
  exportCharacterJob,
  removePostsJob,
];

/** @throws Error that names the jobs which have no handler, or more than one */
export function requireAllHandled(handlers: readonly HandledJob<WorkerContext>[]): void {
  const wrong = JOBS.filter((job) => handlers.filter((handler) => handler.job === job).length !== 1);
  if (wrong.length === 0) return;
  throw new Error(`each job needs exactly one handler in jobs/index.ts: ${wrong.map(({ name }) => name).join(', ')}`);
}
