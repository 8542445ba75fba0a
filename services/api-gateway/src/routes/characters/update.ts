import { updateCharacter } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as characters from '../../store/characters.ts';

export const updateCharacterRoute = handleRoute(
  updateCharacter,
  async ({ caller, params, body }, ctx: GatewayContext) => characters.update(caller, params.characterId, body, ctx),
);
