import { listPersonas } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as personas from '../../store/personas.ts';

export const listPersonasRoute = handleRoute(listPersonas, async ({ caller }, ctx: GatewayContext) => ({
  items: await personas.list(caller, ctx),
}));
