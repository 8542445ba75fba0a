import {
  activateChannel,
  deactivateChannel,
  getInstructions,
  listChannelSetups,
  listDmChannels,
  putInstructions,
  putWebhook,
  quietChannel,
} from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { quiet } from '../turns/quiet.ts';
import { activate, deactivate } from './activation.ts';
import { listDms } from './channels.ts';
import { keepInstructions, listSetups, readInstructions } from './setups.ts';
import { keepWebhook } from './webhooks.ts';

export const channelRoutes = [
  handleRoute(activateChannel, async ({ caller, params, body }, ctx: GatewayContext) =>
    activate(caller, { ...params, ...body }, ctx),
  ),
  handleRoute(deactivateChannel, async ({ caller, params, body }, ctx: GatewayContext) =>
    deactivate(caller, { ...params, ...body }, ctx),
  ),
  handleRoute(quietChannel, async ({ params, body }, ctx: GatewayContext) => quiet({ ...params, ...body }, ctx)),
  handleRoute(listChannelSetups, async ({ caller }, ctx: GatewayContext) => ({
    items: await listSetups(caller, ctx),
  })),
  handleRoute(getInstructions, async ({ caller, params }, ctx: GatewayContext) => ({
    instructions: await readInstructions(caller, params.channelId, ctx),
  })),
  handleRoute(putInstructions, async ({ caller, params, body }, ctx: GatewayContext) => ({
    instructions: await keepInstructions(caller, params.channelId, body.instructions, ctx),
  })),
  handleRoute(listDmChannels, async (_call, ctx: GatewayContext) => ({ channelIds: await listDms(ctx) })),
  handleRoute(putWebhook, async ({ params, body }, ctx: GatewayContext) => {
    await keepWebhook(params.channelId, body.webhook, ctx);
    return {};
  }),
];
