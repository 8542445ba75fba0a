import {
  listUnclaimedMessages,
  openTurn,
  recordDelivery,
  releaseTurn,
  renewTurn,
  settleTurn,
  storeReply,
} from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { LEASE_MS } from './limits.ts';
import { open } from './open.ts';
import { findUnclaimed, record } from './record-delivery.ts';
import { release } from './release.ts';
import { renew } from './renew.ts';
import { settle } from './settle.ts';
import { store } from './store-reply.ts';

/** The life of a turn under its lease, from first to last. */
export const turnRoutes = [
  handleRoute(openTurn, async ({ params, body }, ctx: GatewayContext) => open(params.turnId, body, ctx)),
  handleRoute(renewTurn, async ({ params, body }, ctx: GatewayContext) => {
    await renew(params.turnId, body.fence, ctx);
    return { leaseMs: LEASE_MS };
  }),
  handleRoute(storeReply, async ({ params, body }, ctx: GatewayContext) => store(params.turnId, body, ctx)),
  handleRoute(recordDelivery, async ({ params, body }, ctx: GatewayContext) => {
    await record(params.turnId, body, ctx);
    return {};
  }),
  handleRoute(listUnclaimedMessages, async ({ body }, ctx: GatewayContext) => ({
    messageIds: await findUnclaimed(body, ctx),
  })),
  handleRoute(settleTurn, async ({ params, body }, ctx: GatewayContext) => ({
    stage: await settle(params.turnId, body, ctx),
  })),
  handleRoute(releaseTurn, async ({ params, body }, ctx: GatewayContext) => ({
    stage: await release(params.turnId, body, ctx),
  })),
];
