import {
  choosePersona,
  createPersona,
  deletePersona,
  listPersonas,
  makePersonaDefault,
  updatePersona,
} from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as personas from './personas.ts';

export const personaRoutes = [
  handleRoute(deletePersona, async ({ caller, params }, ctx: GatewayContext) =>
    personas.remove(caller, params.personaId, ctx),
  ),
  handleRoute(choosePersona, async ({ caller, params, body }, ctx: GatewayContext) =>
    personas.choose(caller, params.characterId, body.personaId, ctx),
  ),
  handleRoute(createPersona, async ({ caller, body }, ctx: GatewayContext) => personas.create(caller, body, ctx)),
  handleRoute(listPersonas, async ({ caller }, ctx: GatewayContext) => ({ items: await personas.list(caller, ctx) })),
  handleRoute(updatePersona, async ({ caller, params, body }, ctx: GatewayContext) =>
    personas.update(caller, params.personaId, body, ctx),
  ),
  handleRoute(makePersonaDefault, async ({ caller, params }, ctx: GatewayContext) =>
    personas.makeDefault(caller, params.personaId, ctx),
  ),
];
