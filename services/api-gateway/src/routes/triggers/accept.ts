import { acceptTrigger } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { accept } from '../../turns/accept.ts';

export const acceptTriggerRoute = handleRoute(acceptTrigger, async ({ body }, ctx: GatewayContext) =>
  accept(body, ctx),
);
