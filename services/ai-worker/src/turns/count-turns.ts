import type { UsageFacts } from '@tzurot/contracts';
import { counter, type Metrics } from '@tzurot/platform';

import type { VendorProblem } from '../vendors/index.ts';

/** How a turn went, as far as one attempt knows: `interrupted` is followed by another attempt. */
export type TurnOutcome = 'replied' | 'refused' | 'failed' | 'interrupted';

/** The figures of turns and of the calls they make, for `/metrics`. */
export interface TurnCounts {
  called(usage: UsageFacts, problem: VendorProblem | 'cancelled' | null): void;
  ended(outcome: TurnOutcome): void;
}

export function createTurnCounts(metrics: Metrics): TurnCounts {
  const calls = counter(metrics, 'vendor_calls_total', 'Calls of models, with what went wrong.', ['vendor', 'problem']);
  const tokens = counter(metrics, 'vendor_tokens_total', 'Tokens, as vendors count them.', ['vendor', 'kind']);
  const cost = counter(metrics, 'vendor_cost_usd_total', 'Cost in US dollars, where the vendor tells it.', ['vendor']);
  const turns = counter(metrics, 'turns_total', 'Attempts to answer, by how they ended.', ['outcome']);
  return {
    called({ vendor, costUsd, ...used }, problem) {
      calls.inc({ vendor, problem: problem ?? 'none' });
      tokens.inc({ vendor, kind: 'prompt' }, used.promptTokens);
      tokens.inc({ vendor, kind: 'cached' }, used.cachedTokens);
      tokens.inc({ vendor, kind: 'completion' }, used.completionTokens);
      tokens.inc({ vendor, kind: 'reasoning' }, used.reasoningTokens);
      cost.inc({ vendor }, costUsd ?? 0);
    },
    ended: (outcome) => turns.inc({ outcome }),
  };
}
