import { putMark } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { moveMark } from '../../store/marks.ts';

export const putMarkRoute = handleRoute(putMark, async ({ params, body }, ctx: GatewayContext) => {
  await moveMark(ctx.pool, params.shardId, body.mark);
  return {};
});
