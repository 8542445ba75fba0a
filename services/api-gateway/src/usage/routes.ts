import { readAllUsage, readOwnUsage, recordUsage } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { readAll, readOwn } from './report.ts';
import { recordSpending } from './usage.ts';

export const usageRoutes = [
  handleRoute(recordUsage, async ({ body }, ctx: GatewayContext) => {
    await recordSpending(body, ctx);
    return {};
  }),
  handleRoute(readOwnUsage, async ({ caller, query }, ctx: GatewayContext) => readOwn(caller, query.period, ctx)),
  handleRoute(readAllUsage, async ({ query }, ctx: GatewayContext) => readAll(query.period, ctx)),
];
