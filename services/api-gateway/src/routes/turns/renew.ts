import { renewTurn } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { LEASE_MS } from '../../turns/limits.ts';
import { renew } from '../../turns/renew.ts';

export const renewTurnRoute = handleRoute(renewTurn, async ({ params, body }, ctx: GatewayContext) => {
  await renew(params.turnId, body.fence, ctx);
  return { leaseMs: LEASE_MS };
});
