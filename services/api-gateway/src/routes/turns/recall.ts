import { recallMemories } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { findMemories } from '../../memory/find.ts';

export const recallMemoriesRoute = handleRoute(recallMemories, async ({ params, body }, ctx: GatewayContext) => ({
  memories: await findMemories(params.turnId, body, ctx),
}));
