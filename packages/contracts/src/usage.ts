import { z } from 'zod';
import { Id } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Count, MAX_COST_USD, MAX_COUNT } from './numbers.ts';
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

/**
 * The same call as it can be stored. A vendor's figure that no call can have is no reason to lose a reply.
 * @returns also the names of the figures that were changed
 */
export function toStorableUsage(usage: UsageFacts): { usage: UsageFacts; clamped: string[] } {
  const clamped: string[] = [];
  const storable = Object.fromEntries(
    Object.entries(usage).map(([field, value]) => {
      if (typeof value !== 'number') return [field, value];
      const kept = field === 'costUsd' ? clamp(value, MAX_COST_USD) : Math.round(clamp(value, MAX_COUNT));
      if (kept !== value) clamped.push(field);
      return [field, kept];
    }),
  ) as UsageFacts;
  return { usage: storable, clamped };
}

const clamp = (value: number, max: number): number => (Number.isNaN(value) ? 0 : Math.min(Math.max(value, 0), max));
