import {
  beginReply,
  findUnknownPosts,
  finishReply,
  listDoubtfulSends,
  listRemovedMessages,
  listStandingPosts,
  listUnclaimedMessages,
  listUntoldTurns,
  markTurnTold,
  openTurn,
  readUndelivered,
  recordPost,
  releaseTurn,
  renewTurn,
  settleTurn,
  storeAnswer,
} from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { listStanding } from '../posts/standing-posts.ts';
import { listDoubts, listRemoved } from './doubts.ts';
import { LEASE_MS } from './limits.ts';
import { open } from './open.ts';
import { findUnclaimed, findUnknown, record } from './posts.ts';
import { release } from './release.ts';
import { renew } from './renew.ts';
import { begin, finish, keepAnswer } from './replies.ts';
import { settle } from './settle.ts';
import { listUntold, markTold, readReplyOf } from './untold.ts';

/** What a worker asks of the ledger, in the order of a turn's stages; then what askers are told of it. */
export const turnRoutes = [
  handleRoute(openTurn, async ({ params, body }, ctx: GatewayContext) => open(params.turnId, body, ctx)),
  handleRoute(renewTurn, async ({ params, body }, ctx: GatewayContext) => {
    await renew(params.turnId, body.fence, ctx);
    return { leaseMs: LEASE_MS };
  }),
  handleRoute(beginReply, async ({ params, body }, ctx: GatewayContext) => {
    await begin(params.turnId, body, ctx);
    return {};
  }),
  handleRoute(storeAnswer, async ({ params, body }, ctx: GatewayContext) => {
    await keepAnswer(params.turnId, body, ctx);
    return {};
  }),
  handleRoute(finishReply, async ({ params, body }, ctx: GatewayContext) => ({
    posts: await finish(params.turnId, body, ctx),
  })),
  handleRoute(recordPost, async ({ params, body }, ctx: GatewayContext) => {
    await record(params.turnId, body, ctx);
    return {};
  }),
  handleRoute(listUnclaimedMessages, async ({ params, body }, ctx: GatewayContext) => ({
    messageIds: await findUnclaimed(params.turnId, body, ctx),
  })),
  handleRoute(findUnknownPosts, async ({ body }, ctx: GatewayContext) => findUnknown(body, ctx)),
  handleRoute(listRemovedMessages, async ({ params }, ctx: GatewayContext) => ({
    messages: await listRemoved(params.turnId, ctx),
  })),
  handleRoute(listStandingPosts, async ({ params }, ctx: GatewayContext) => listStanding(params.turnId, ctx)),
  handleRoute(listDoubtfulSends, async ({ params }, ctx: GatewayContext) => listDoubts(params.turnId, ctx)),
  handleRoute(settleTurn, async ({ params, body }, ctx: GatewayContext) => ({
    stage: await settle(params.turnId, body, ctx),
  })),
  handleRoute(releaseTurn, async ({ params, body }, ctx: GatewayContext) => ({
    stage: await release(params.turnId, body, ctx),
  })),
  handleRoute(listUntoldTurns, async (_call, ctx: GatewayContext) => ({ turns: await listUntold(ctx) })),
  handleRoute(markTurnTold, async ({ params }, ctx: GatewayContext) => {
    await markTold(params.turnId, ctx);
    return {};
  }),
  handleRoute(readUndelivered, async ({ params, caller }, ctx: GatewayContext) =>
    readReplyOf(params.turnId, caller, ctx),
  ),
];
