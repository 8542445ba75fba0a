import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Timestamp } from './ids.ts';
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

/** How far back a report looks. */
export const USAGE_PERIODS = ['24h', '7d', '30d'] as const;
export const UsagePeriod = z.enum(USAGE_PERIODS);
export type UsagePeriod = z.infer<typeof UsagePeriod>;

const sums = {
  calls: z.number(),
  failedCalls: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  /** In US dollars, as far as vendors tell. */
  costUsd: z.number(),
};
export const UsageSum = z.object(sums);
export type UsageSum = z.infer<typeof UsageSum>;

const UsageGroup = z.object({
  /** Of the model `vendor/model`; of a person or server Discord's id; empty for what was spent on no character, or in no server. */
  key: Text.max(300),
  /** Null where the key says it all, or what had it is gone. */
  name: Text.max(LIMITS.personName).nullable(),
  ...sums,
});
export type UsageGroup = z.infer<typeof UsageGroup>;

/** What was used: the largest of each kind. */
export const UsageReport = z.object({
  period: UsagePeriod,
  total: UsageSum,
  /** By hour for a day, else by day, the oldest first; those without any use are left out. */
  steps: z.array(z.object({ at: Timestamp, ...sums })),
  models: z.array(UsageGroup),
  characters: z.array(UsageGroup),
  /** Whose money: `user`, `operator` or `free`. */
  payers: z.array(UsageGroup),
  /** Of everybody, for operators. */
  people: z.array(UsageGroup),
  servers: z.array(UsageGroup),
});
export type UsageReport = z.infer<typeof UsageReport>;

const query = z.object({ period: UsagePeriod.default('7d') });

export const readOwnUsage = defineRoute({
  name: 'usage.read-own',
  method: 'GET',
  path: '/user/usage-reports',
  query,
  output: z.object({
    report: UsageReport,
    /** Of a person without a key: replies of today and their share; null for who has a key, or where nobody is limited. */
    freeReplies: z.object({ used: z.number(), limit: z.number(), renewsAt: Timestamp }).nullable(),
  }),
});

export const readAllUsage = defineRoute({
  name: 'usage.read-all',
  method: 'GET',
  path: '/operator/usage-reports',
  query,
  output: UsageReport,
});
