import { deleteCharacter } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as characters from '../../store/characters.ts';

export const deleteCharacterRoute = handleRoute(deleteCharacter, async ({ caller, params }, ctx: GatewayContext) =>
  characters.remove(caller, params.characterId, ctx),
);
