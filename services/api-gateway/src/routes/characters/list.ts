import { listCharacters } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as characters from '../../store/characters.ts';

export const listCharactersRoute = handleRoute(listCharacters, async ({ caller, query }, ctx: GatewayContext) =>
  characters.list(caller, query, ctx),
);
