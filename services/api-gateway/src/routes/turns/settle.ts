import { settleTurn } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { settle } from '../../turns/settle.ts';

export const settleTurnRoute = handleRoute(settleTurn, async ({ params, body }, ctx: GatewayContext) => ({
  stage: await settle(params.turnId, body, ctx),
}));
