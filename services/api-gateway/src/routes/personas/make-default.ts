import { makePersonaDefault } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as personas from '../../store/personas.ts';

export const makePersonaDefaultRoute = handleRoute(
  makePersonaDefault,
  async ({ caller, params }, ctx: GatewayContext) => personas.makeDefault(caller, params.personaId, ctx),
);
