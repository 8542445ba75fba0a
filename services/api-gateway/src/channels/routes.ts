import { activateChannel, deactivateChannel, listDmChannels, putWebhook } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { activate, deactivate, listDms } from './channels.ts';
import { keepWebhook } from './webhooks.ts';

export const channelRoutes = [
  handleRoute(activateChannel, async ({ caller, params, body }, ctx: GatewayContext) =>
    activate(caller, { ...params, ...body }, ctx),
  ),
  handleRoute(deactivateChannel, async ({ caller, params }, ctx: GatewayContext) => ({
    characterName: await deactivate(caller, params.channelId, ctx),
  })),
  handleRoute(listDmChannels, async (_call, ctx: GatewayContext) => ({ channelIds: await listDms(ctx) })),
  handleRoute(putWebhook, async ({ params, body }, ctx: GatewayContext) => {
    await keepWebhook(params.channelId, body.webhook, ctx);
    return {};
  }),
];
