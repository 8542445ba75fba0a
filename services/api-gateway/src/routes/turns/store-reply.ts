import { storeReply } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { store } from '../../turns/store-reply.ts';

export const storeReplyRoute = handleRoute(storeReply, async ({ params, body }, ctx: GatewayContext) =>
  store(params.turnId, body, ctx),
);
