import { listDoubtfulSends, removeTwins } from '@tzurot/contracts';
import { handleJob } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { removeTwinsOf } from '../outlets/index.ts';

export const removeTwinsJob = handleJob(removeTwins, async ({ turnId }, ctx: WorkerContext, { log }) => {
  const doubts = await ctx.gateway.call(listDoubtfulSends, { params: { turnId } });
  return { removed: await removeTwinsOf(turnId, doubts, { ...ctx, log }) };
});
