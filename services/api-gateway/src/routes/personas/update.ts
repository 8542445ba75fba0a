import { updatePersona } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as personas from '../../store/personas.ts';

export const updatePersonaRoute = handleRoute(updatePersona, async ({ caller, params, body }, ctx: GatewayContext) =>
  personas.update(caller, params.personaId, body, ctx),
);
