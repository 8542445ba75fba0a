import { testRules } from '@tzurot/contracts';
import { handleJob } from '@tzurot/platform';
import type { WorkerContext } from '../context.ts';
import { applyRules } from '../patterns/index.ts';

export const testRulesJob = handleJob(testRules, async ({ rules, text }, _ctx: WorkerContext) =>
  applyRules(text, rules),
);
