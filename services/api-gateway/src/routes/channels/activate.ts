import { activateChannel } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { activate } from '../../store/channels.ts';

export const activateChannelRoute = handleRoute(
  activateChannel,
  async ({ caller, params, body }, ctx: GatewayContext) => activate(caller, { ...params, ...body }, ctx),
);
