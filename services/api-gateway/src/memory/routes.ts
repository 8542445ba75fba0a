import { listUnembedded, recallMemories, storeVectors } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { findMemories } from './find.ts';
import { findUnembedded } from './vectors/list-unembedded.ts';
import { keepVectors } from './vectors/store-vectors.ts';

export const memoryRoutes = [
  handleRoute(recallMemories, async ({ params, body }, ctx: GatewayContext) => ({
    memories: await findMemories(params.turnId, body, ctx),
  })),
  handleRoute(listUnembedded, async ({ params }, ctx: GatewayContext) => findUnembedded(params.turnId, ctx)),
  handleRoute(storeVectors, async ({ params, body }, ctx: GatewayContext) => ({
    stored: await keepVectors(params.turnId, body, ctx),
  })),
];
