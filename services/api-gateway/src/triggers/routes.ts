import { acceptTrigger, findTriggers, recordScene } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { accept } from '../turns/accept.ts';
import { keepScene } from '../turns/record-scene.ts';
import { findKnown } from './find-known.ts';

/** What asks for turns; the ledger of turns keeps it. */
export const triggerRoutes = [
  handleRoute(acceptTrigger, async ({ body }, ctx: GatewayContext) => accept(body, ctx)),
  handleRoute(findTriggers, async ({ body }, ctx: GatewayContext) => ({
    triggerIds: await findKnown(body.triggerIds, ctx),
  })),
  handleRoute(recordScene, async ({ params, body }, ctx: GatewayContext) => {
    await keepScene(params.triggerId, body, ctx);
    return {};
  }),
];
