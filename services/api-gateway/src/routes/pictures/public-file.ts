import type { PublicFileRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { findPublicPicture } from '../../store/pictures.ts';

/** Where Discord fetches what characters look like. */
export const publicPicture: PublicFileRoute<GatewayContext> = {
  name: 'picture.fetch',
  path: '/pictures/:file',
  find: async ({ file = '' }, { pool }) =>
    /^[0-9a-f]{64}\.[a-z]{3,4}$/.test(file) ? findPublicPicture(pool, file) : null,
};
