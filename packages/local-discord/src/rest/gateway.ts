import { gatewayUrl } from '../gateway/ready.ts';
import { ok, openRoute, type Route, route } from './route.ts';

export const gatewayRoutes: readonly Route[] = [
  openRoute({ method: 'GET', path: '/gateway', handle: ({ hub }) => ok({ url: gatewayUrl(hub) }) }),
  route({
    method: 'GET',
    path: '/gateway/bot',
    only: 'bots',
    differs: 'always recommends one shard',
    handle: ({ hub, world, user }) =>
      ok({
        url: gatewayUrl(hub),
        shards: 1,
        session_start_limit: hub.gateway.identifyLimits.describe(world, user),
      }),
  }),
];
