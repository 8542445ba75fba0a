import { listAudits } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as audits from './audits.ts';

export const auditRoutes = [handleRoute(listAudits, async ({ query }, ctx: GatewayContext) => audits.list(query, ctx))];
