import { getMark, putMark } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { moveMark, readMark } from './marks.ts';

export const markRoutes = [
  handleRoute(getMark, async ({ params }, ctx: GatewayContext) => ({ mark: await readMark(params.shardId, ctx) })),
  handleRoute(putMark, async ({ params, body }, ctx: GatewayContext) => {
    await moveMark(params.shardId, body.mark, ctx);
    return {};
  }),
];
