import { clearHistory, readHistoryStats, resetChannelHistory, undoClearHistory } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { clear, undoClear } from './epochs.ts';
import { resetChannel } from './reset-channel.ts';
import { readStats } from './stats.ts';

export const historyRoutes = [
  handleRoute(readHistoryStats, async ({ caller, params }, ctx: GatewayContext) =>
    readStats(caller, params.characterId, ctx),
  ),
  handleRoute(resetChannelHistory, async ({ caller, params, body }, ctx: GatewayContext) => ({
    since: await resetChannel(caller, params.channelId, body.undo, ctx),
  })),
  handleRoute(clearHistory, async ({ caller, params }, ctx: GatewayContext) => clear(caller, params.characterId, ctx)),
  handleRoute(undoClearHistory, async ({ caller, params }, ctx: GatewayContext) =>
    undoClear(caller, params.characterId, ctx),
  ),
];
