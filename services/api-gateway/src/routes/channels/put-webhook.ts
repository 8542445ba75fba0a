import { putWebhook } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { keepWebhook } from '../../store/webhooks.ts';

export const putWebhookRoute = handleRoute(putWebhook, async ({ params, body }, ctx: GatewayContext) => {
  await keepWebhook(params.channelId, body.webhook, ctx);
  return {};
});
