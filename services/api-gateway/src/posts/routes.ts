import { getPost } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { findOrigin } from './find-origin.ts';

export const postRoutes = [
  handleRoute(getPost, async ({ caller, params, query }, ctx: GatewayContext) =>
    findOrigin(params.messageId, query.channelId, caller, ctx),
  ),
];
