import { z } from 'zod';
import { Id } from './ids.ts';
import { LIMITS } from './limits.ts';
import { DroppedParameter } from './presets.ts';

/** Who pays for a call: the person's own key, the operator's, or nobody because the model is free. */
export const Payer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), walletKeyId: Id }),
  z.object({ kind: z.literal('operator') }),
  z.object({ kind: z.literal('free') }),
]);
export type Payer = z.infer<typeof Payer>;

/** One call to a vendor: what it used, and who paid. */
export const UsageFacts = z.object({
  vendor: z.string().max(LIMITS.vendorId),
  model: z.string().max(LIMITS.modelId),
  payer: z.enum(['user', 'operator', 'free']),
  promptTokens: z.number().int().nonnegative(),
  cachedTokens: z.number().int().nonnegative(),
  completionTokens: z.number().int().nonnegative(),
  reasoningTokens: z.number().int().nonnegative(),
  /** In US dollars, when the vendor says. */
  costUsd: z.number().nonnegative().nullable(),
  tookMs: z.number().int().nonnegative(),
  outcome: z.enum(['answered', 'empty', 'failed']),
  dropped: z.array(DroppedParameter).default([]),
});
export type UsageFacts = z.infer<typeof UsageFacts>;
