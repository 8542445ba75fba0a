import { withdrawTrigger } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { withdraw } from '../../turns/withdraw.ts';

export const withdrawTriggerRoute = handleRoute(withdrawTrigger, async ({ params }, ctx: GatewayContext) => ({
  endedTurns: await withdraw(params.messageId, ctx),
}));
