import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Count, MAX_COST_USD } from './numbers.ts';
import { DroppedParameter } from './presets.ts';
import { Text } from './text.ts';

/** Who pays for a call: the person's own key, the operator's, or nobody because the model is free. */
export const Payer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), walletKeyId: Id }),
  z.object({ kind: z.literal('operator') }),
  z.object({ kind: z.literal('free') }),
]);
export type Payer = z.infer<typeof Payer>;

/** One call to a vendor: what it used, and who paid. */
export const UsageFacts = z.object({
  /** Made by whoever makes the call: reported twice, it is kept once. */
  id: Id,
  vendor: Text.max(LIMITS.vendorId),
  model: Text.max(LIMITS.modelId),
  payer: z.enum(['user', 'operator', 'free']),
  promptTokens: Count,
  cachedTokens: Count,
  completionTokens: Count,
  reasoningTokens: Count,
  /** In US dollars, when the vendor says. */
  costUsd: z.number().min(0).max(MAX_COST_USD).nullable(),
  tookMs: Count,
  outcome: z.enum(['answered', 'empty', 'failed']),
  dropped: z.array(DroppedParameter).default([]),
});
export type UsageFacts = z.infer<typeof UsageFacts>;

/** What one turn may have spent before it says so. */
export const MAX_CALLS_AT_ONCE = 20;

/**
 * Keeps what calls cost, under no lease: what was spent was spent, whoever holds the turn now and whatever
 * became of it. Reported twice, a call is kept once.
 */
export const recordUsage = defineRoute({
  name: 'usage.record',
  method: 'POST',
  path: '/internal/usage-events',
  services: ['ai-worker'],
  idempotent: true,
  body: z.object({
    /** For what the calls were made: a turn, or the test of a key. */
    spentOn: z.union([z.object({ turnId: Id }), z.object({ keyId: Id })]),
    calls: z.array(UsageFacts).min(1).max(MAX_CALLS_AT_ONCE),
  }),
  output: z.object({}),
});
