import { undoClearHistory } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { undoClear } from '../../store/epochs.ts';

export const undoClearHistoryRoute = handleRoute(undoClearHistory, async ({ caller, params }, ctx: GatewayContext) =>
  undoClear(caller, params.characterId, ctx),
);
