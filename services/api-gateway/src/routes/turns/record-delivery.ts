import { recordDelivery } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { record } from '../../turns/record-delivery.ts';

export const recordDeliveryRoute = handleRoute(recordDelivery, async ({ params, body }, ctx: GatewayContext) => {
  await record(params.turnId, body, ctx);
  return {};
});
