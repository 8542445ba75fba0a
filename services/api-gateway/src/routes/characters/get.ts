import { getCharacter } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as characters from '../../store/characters.ts';

export const getCharacterRoute = handleRoute(getCharacter, async ({ caller, params }, ctx: GatewayContext) =>
  characters.get(caller, params.characterId, ctx),
);
