import { recordPictureUpload } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { keepUpload } from '../../store/pictures.ts';

export const recordPictureUploadRoute = handleRoute(
  recordPictureUpload,
  async ({ params, body }, { pool }: GatewayContext) => {
    await keepUpload(pool, params.pictureId, body);
    return {};
  },
);
