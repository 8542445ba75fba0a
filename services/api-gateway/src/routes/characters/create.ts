import { createCharacter } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as characters from '../../store/characters.ts';

export const createCharacterRoute = handleRoute(createCharacter, async ({ caller, body }, ctx: GatewayContext) =>
  characters.create(caller, body, ctx),
);
