import { chooseServerCharacter, readServerCharacters, setServerHears } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as serverCharacters from './server-characters.ts';

export const serverCharacterRoutes = [
  handleRoute(readServerCharacters, async ({ caller }, ctx: GatewayContext) => serverCharacters.read(caller, ctx)),
  handleRoute(setServerHears, async ({ caller, body }, ctx: GatewayContext) =>
    serverCharacters.setHears(caller, body.hears, ctx),
  ),
  handleRoute(chooseServerCharacter, async ({ caller, params, body }, ctx: GatewayContext) =>
    serverCharacters.choose(caller, { ...params, ...body }, ctx),
  ),
];
