import { clearHistory } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { clear } from '../../store/epochs.ts';

export const clearHistoryRoute = handleRoute(clearHistory, async ({ caller, params }, ctx: GatewayContext) =>
  clear(caller, params.characterId, ctx),
);
