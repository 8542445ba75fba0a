import { recordScene } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { keepScene } from '../../turns/record-scene.ts';

export const recordSceneRoute = handleRoute(recordScene, async ({ params, body }, ctx: GatewayContext) => {
  await keepScene(params.triggerId, body, ctx);
  return {};
});
