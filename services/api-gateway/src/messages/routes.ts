import { forgetMessages, reconcileMessages, reviseMessage } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { forget } from './forget.ts';
import { reconcile } from './reconcile.ts';
import { revise } from './revise.ts';

/** What becomes of messages on Discord after they were said. */
export const messageRoutes = [
  handleRoute(forgetMessages, async ({ body }, ctx: GatewayContext) => ({
    endedTurns: await forget(body, ctx),
  })),
  handleRoute(reconcileMessages, async ({ body }, ctx: GatewayContext) => ({ forgotten: await reconcile(body, ctx) })),
  handleRoute(reviseMessage, async ({ params, body }, ctx: GatewayContext) => ({
    isKnown: await revise(params.messageId, body, ctx),
  })),
];
