import type { Bucket, TakenToken } from './shared-state.ts';

/**
 * Token bucket: what was left plus what dripped in since, at most the capacity, minus the cost when there is enough.
 * The Redis script and the SQL of the other drivers compute the same.
 * @param before the bucket after its last use; absent when unused
 */
export function takeFrom(before: { tokens: number; at: number } | undefined, limits: Bucket, now: number): TakenToken {
  const { capacity, refillPerSecond, cost = 1 } = limits;
  const elapsedSeconds = before === undefined ? 0 : Math.max(0, now - before.at) / 1_000;
  const tokens = before === undefined ? capacity : Math.min(capacity, before.tokens + elapsedSeconds * refillPerSecond);
  if (tokens >= cost) return { taken: true, retryAfterMs: 0, left: tokens - cost };
  return { taken: false, retryAfterMs: retryAfter(cost, tokens, limits), left: tokens };
}

/** When `cost` tokens will be there. */
export function retryAfter(cost: number, tokens: number, { capacity, refillPerSecond }: Bucket): number {
  if (cost > capacity || refillPerSecond <= 0) return Number.POSITIVE_INFINITY;
  return Math.ceil(((cost - tokens) / refillPerSecond) * 1_000);
}
