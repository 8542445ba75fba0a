import { createPersona } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as personas from '../../store/personas.ts';

export const createPersonaRoute = handleRoute(createPersona, async ({ caller, body }, ctx: GatewayContext) =>
  personas.create(caller, body, ctx),
);
