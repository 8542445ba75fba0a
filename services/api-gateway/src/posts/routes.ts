import { getPost, listReplies, readReply, removeReply, reviseReply, stopReply } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { revise } from '../turns/revise.ts';
import { findOrigin } from './find-origin.ts';
import { findRevisable } from './find-revisable.ts';
import { listRepliesOf } from './list-replies.ts';
import { read, remove } from './standing-posts.ts';
import { stop } from './stop-reply.ts';

export const postRoutes = [
  handleRoute(getPost, async ({ caller, params, query }, ctx: GatewayContext) =>
    findOrigin(params.messageId, query.channelId, caller, ctx),
  ),
  handleRoute(listReplies, async ({ caller, params, query }, ctx: GatewayContext) =>
    listRepliesOf(params.messageId, query.channelId, caller, ctx),
  ),
  handleRoute(reviseReply, async ({ caller, params, body }, ctx: GatewayContext) => {
    const turnId = await findRevisable(ctx.pool, params.messageId, body.channelId, caller);
    return { outcome: await revise(turnId, body, ctx) };
  }),
  handleRoute(readReply, async ({ caller, params, query }, ctx: GatewayContext) =>
    read({ ...params, ...query }, caller, ctx),
  ),
  handleRoute(removeReply, async ({ caller, params, body }, ctx: GatewayContext) =>
    remove({ ...params, ...body }, caller, ctx),
  ),
  handleRoute(stopReply, async ({ caller, params, body }, ctx: GatewayContext) => ({
    isStopping: await stop(params.messageId, body, caller, ctx),
  })),
];
