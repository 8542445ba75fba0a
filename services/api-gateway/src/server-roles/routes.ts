import { getServerStats, listServerRoles, putServerRole, removeServerRole } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as roles from './server-roles.ts';

export const serverRoleRoutes = [
  handleRoute(listServerRoles, async ({ caller }, ctx: GatewayContext) => ({ items: await roles.list(caller, ctx) })),
  handleRoute(putServerRole, async ({ caller, params, body }, ctx: GatewayContext) => ({
    items: await roles.put(caller, params.roleId, body, ctx),
  })),
  handleRoute(removeServerRole, async ({ caller, params }, ctx: GatewayContext) => ({
    items: await roles.remove(caller, params.roleId, ctx),
  })),
  handleRoute(getServerStats, async ({ caller }, ctx: GatewayContext) => roles.readStats(caller, ctx)),
];
