import { getStatus } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { readStatus } from './status.ts';

export const statusRoutes = [handleRoute(getStatus, async (_call, ctx: GatewayContext) => readStatus(ctx))];
