import { deactivateChannel } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { deactivate } from '../../store/channels.ts';

export const deactivateChannelRoute = handleRoute(
  deactivateChannel,
  async ({ caller, params }, ctx: GatewayContext) => ({
    characterName: await deactivate(caller, params.channelId, ctx),
  }),
);
