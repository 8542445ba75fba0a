import { listDmChannels } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { listDms } from '../../store/channels.ts';

export const listDmChannelsRoute = handleRoute(listDmChannels, async (_call, ctx: GatewayContext) => ({
  channelIds: await listDms(ctx),
}));
