import { z } from 'zod';
import { Ordinal } from './numbers.ts';

const LARGEST_SNOWFLAKE = '9223372036854775807';

/** A Discord id: 63 bits as decimal text; its upper bits are milliseconds since 2015-01-01. */
export const Snowflake = z
  .string()
  .regex(/^\d{17,19}$/, 'not a Discord id')
  .refine((id) => id.length < LARGEST_SNOWFLAKE.length || id <= LARGEST_SNOWFLAKE, 'larger than any Discord id');
export type Snowflake = z.infer<typeof Snowflake>;

/** Our own ids are uuid v7. */
export const Id = z.uuid();

/** The lease under which a write happens; an older one is refused as `stale-lease`. */
export const Fence = Ordinal;

/** When something happened, as ISO 8601 in UTC. */
export const Timestamp = z.iso
  .datetime()
  .max(40)
  .refine((moment) => moment >= '0001', 'before the first year');

const DISCORD_EPOCH_MS = 1_420_070_400_000n;

/** The moment that a snowflake was made, in milliseconds since 1970. */
export function snowflakeTimeMs(id: Snowflake): number {
  return Number((BigInt(id) >> 22n) + DISCORD_EPOCH_MS);
}

/** The smallest snowflake of a moment; everything made later compares greater. */
export function snowflakeAt(timeMs: number): Snowflake {
  const sinceEpoch = BigInt(Math.max(0, Math.floor(timeMs))) - DISCORD_EPOCH_MS;
  return ((sinceEpoch > 0n ? sinceEpoch : 0n) << 22n).toString().padStart(17, '0');
}

/** Negative when `a` was made before `b`. Only among those of one length, which nearly all are, does text order tell. */
export function compareSnowflakes(a: Snowflake, b: Snowflake): number {
  const [left, right] = a.length === b.length ? [a, b] : [BigInt(a), BigInt(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
