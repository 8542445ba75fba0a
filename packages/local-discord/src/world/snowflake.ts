import type { Clock } from '../clock.ts';

/** A Discord id: milliseconds since 2015 in the upper 42 bits, written as 17–19 decimal digits. */
export type Snowflake = string;

const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** Ids a generator may give per millisecond: 5 bits of worker, 5 of process and 12 of counter are one counter here. */
const IDS_PER_MS = 1 << 22;

/** The smallest id of that moment plus `counter`. */
export function snowflakeAt(timestampMs: number, counter = 0): Snowflake {
  return ((BigInt(Math.max(0, timestampMs - DISCORD_EPOCH_MS)) << 22n) | BigInt(counter)).toString();
}

/** When the thing with this id was made, in milliseconds since the Unix epoch. */
export function timestampOf(id: Snowflake): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
}

/** Orders ids by age without BigInt: more digits is newer, then the digits decide. */
export function compareSnowflakes(a: Snowflake, b: Snowflake): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Gives ids that always grow, even when many are asked for in one millisecond. */
export function createSnowflakes(clock: Clock): () => Snowflake {
  let lastMs = 0;
  let counter = 0;

  return () => {
    const nowMs = Math.max(clock.now(), lastMs);
    counter = nowMs === lastMs ? counter + 1 : 0;
    if (counter === IDS_PER_MS) {
      counter = 0;
      lastMs = nowMs + 1;
    } else {
      lastMs = nowMs;
    }
    return snowflakeAt(lastMs, counter);
  };
}
