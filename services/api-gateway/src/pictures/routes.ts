import { readPicture, recordPictureUpload } from '@tzurot/contracts';
import { handleRoute, type PublicFileRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { findPicture, findPublicPicture, keepUpload } from './pictures.ts';

export const pictureRoutes = [
  handleRoute(readPicture, async ({ params }, ctx: GatewayContext) => findPicture(params.pictureId, ctx)),
  handleRoute(recordPictureUpload, async ({ params, body }, ctx: GatewayContext) => {
    await keepUpload(params.pictureId, body, ctx);
    return {};
  }),
];

/** Where Discord fetches what characters look like. */
export const publicPicture: PublicFileRoute<GatewayContext> = {
  name: 'picture.fetch',
  path: '/pictures/:file',
  find: async ({ file = '' }, ctx) => (/^[0-9a-f]{64}\.[a-z]{3,4}$/.test(file) ? findPublicPicture(file, ctx) : null),
};
