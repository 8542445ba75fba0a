import { storeVectors } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { keepVectors } from '../../memory/vectors/store-vectors.ts';

export const storeVectorsRoute = handleRoute(storeVectors, async ({ params, body }, ctx: GatewayContext) => ({
  stored: await keepVectors(params.turnId, body, ctx),
}));
