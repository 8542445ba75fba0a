import { recordUsage } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { recordSpending } from './usage.ts';

export const usageRoutes = [
  handleRoute(recordUsage, async ({ body }, ctx: GatewayContext) => {
    await recordSpending(body, ctx);
    return {};
  }),
];
