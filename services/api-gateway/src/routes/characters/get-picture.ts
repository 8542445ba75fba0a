import { getCharacterPicture } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { findPictureOf } from '../../store/pictures.ts';

export const getCharacterPictureRoute = handleRoute(
  getCharacterPicture,
  async ({ caller, params }, { pool }: GatewayContext) => findPictureOf(pool, caller, params.characterId),
);
