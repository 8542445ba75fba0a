import { getMark } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { readMark } from '../../store/marks.ts';

export const getMarkRoute = handleRoute(getMark, async ({ params }, ctx: GatewayContext) => ({
  mark: await readMark(ctx.pool, params.shardId),
}));
