import { recordUsage, type UsageFacts } from '@tzurot/contracts';
import { v7 as uuidV7 } from 'uuid';

import type { WorkerContext } from '../context.ts';
import type { TokenUsage } from '../vendors/index.ts';
import type { Turn } from './turn.ts';

type Call = Pick<UsageFacts, 'vendor' | 'model' | 'payer' | 'outcome'> & Partial<Pick<UsageFacts, 'dropped'>>;

/**
 * What a call cost; all zero where the vendor did not say.
 * @param sinceMs when it began, by `performance.now()`
 */
export function usageOf(call: Call, used: TokenUsage | null, sinceMs: number): UsageFacts {
  return {
    id: uuidV7(),
    promptTokens: count(used?.promptTokens),
    cachedTokens: count(used?.cachedTokens),
    completionTokens: count(used?.completionTokens),
    reasoningTokens: count(used?.reasoningTokens),
    costUsd:
      used === null || used.costUsd === null || !Number.isFinite(used.costUsd) ? null : Math.max(0, used.costUsd),
    tookMs: Math.round(performance.now() - sinceMs),
    dropped: [],
    ...call,
  };
}

/** A number that no vendor can mean counts as none. */
function count(tokens: number | undefined): number {
  return tokens !== undefined && Number.isFinite(tokens) && tokens > 0 ? Math.floor(tokens) : 0;
}

/** Takes what the turn has spent, to tell it together with something else. */
export function takeSpent(turn: Turn): UsageFacts[] {
  return turn.spent.splice(0, MAX_AT_ONCE);
}

/** Tells what is left, however the turn ended and whoever has it now. Failing is logged, since nobody waits for it. */
export async function reportSpent(turn: Turn, { gateway }: WorkerContext): Promise<void> {
  while (turn.spent.length > 0) {
    const calls = takeSpent(turn);
    try {
      await gateway.call(recordUsage, { body: { spentOn: { turnId: turn.turnId }, calls } });
    } catch (error) {
      turn.log.error({ err: error, calls }, 'usage not recorded');
    }
  }
}

const MAX_AT_ONCE = 20;
