import { keepShards, releaseShards, takeShards } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as leases from './shard-leases.ts';

export const listenerRoutes = [
  handleRoute(takeShards, async ({ params, body }, ctx: GatewayContext) => ({
    shardIds: await leases.takeShards({ ...params, ...body }, ctx),
    leaseMs: ctx.shardLeaseMs,
  })),
  handleRoute(keepShards, async ({ params }, ctx: GatewayContext) => ({
    shardIds: await leases.keepShards(params.listenerId, ctx),
    leaseMs: ctx.shardLeaseMs,
  })),
  handleRoute(releaseShards, async ({ params }, ctx: GatewayContext) => {
    await leases.releaseShards(params.listenerId, ctx);
    return {};
  }),
];
