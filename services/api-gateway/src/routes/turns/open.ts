import { openTurn } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { open } from '../../turns/open.ts';

export const openTurnRoute = handleRoute(openTurn, async ({ params, body }, ctx: GatewayContext) =>
  open(params.turnId, body, ctx),
);
