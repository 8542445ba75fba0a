import { releaseTurn } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { release } from '../../turns/release.ts';

export const releaseTurnRoute = handleRoute(releaseTurn, async ({ params, body }, ctx: GatewayContext) => ({
  stage: await release(params.turnId, body, ctx),
}));
