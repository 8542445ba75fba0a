import { listUnclaimedMessages } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { findUnclaimed } from '../../turns/record-delivery.ts';

export const listUnclaimedMessagesRoute = handleRoute(listUnclaimedMessages, async ({ body }, ctx: GatewayContext) => ({
  messageIds: await findUnclaimed(body, ctx),
}));
