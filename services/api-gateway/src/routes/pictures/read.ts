import { readPicture } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { findPicture } from '../../store/pictures.ts';

export const readPictureRoute = handleRoute(readPicture, async ({ params }, { pool }: GatewayContext) =>
  findPicture(pool, params.pictureId),
);
