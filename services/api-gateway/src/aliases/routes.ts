import { addAlias, listAliases, removeAlias } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as aliases from './aliases.ts';

export const aliasRoutes = [
  handleRoute(listAliases, async ({ caller, params }, ctx: GatewayContext) =>
    aliases.list(caller, params.characterId, ctx),
  ),
  handleRoute(addAlias, async ({ caller, params, body }, ctx: GatewayContext) =>
    aliases.add(caller, { ...params, ...body }, ctx),
  ),
  handleRoute(removeAlias, async ({ caller, params, body }, ctx: GatewayContext) =>
    aliases.remove(caller, { ...params, ...body }, ctx),
  ),
];
