import { z } from 'zod';
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
