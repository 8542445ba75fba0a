import { clearHistory, undoClearHistory } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { clear, undoClear } from './epochs.ts';

export const historyRoutes = [
  handleRoute(clearHistory, async ({ caller, params }, ctx: GatewayContext) => clear(caller, params.characterId, ctx)),
  handleRoute(undoClearHistory, async ({ caller, params }, ctx: GatewayContext) =>
    undoClear(caller, params.characterId, ctx),
  ),
];
