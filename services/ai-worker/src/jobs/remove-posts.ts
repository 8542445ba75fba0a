import { listStandingPosts, removePosts } from '@tzurot/contracts';
import { handleJob } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { removeMessage } from '../outlets/index.ts';

export const removePostsJob = handleJob(removePosts, async ({ turnId }, ctx: WorkerContext, { log }) => {
  const { posts, ...place } = await ctx.gateway.call(listStandingPosts, { params: { turnId } });
  let removed = 0;
  // One after another, the last first: what stands meanwhile is a reply that ends early.
  for (const post of posts) if (await removeMessage(post, place, ctx)) removed += 1;
  log.info({ turnId, removed }, 'a reply was removed');
  return { removed };
});
