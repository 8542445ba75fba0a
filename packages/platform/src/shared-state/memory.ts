import type { Log } from '../log.ts';
import { takeFrom } from './bucket.ts';
import type { JsonValue } from './json.ts';
import type { SharedState } from './shared-state.ts';
import { createSubscribers } from './subscribers.ts';

const SWEEP_MS = 30_000;

interface Entry {
  /** As text, so that nobody holds on to a value and changes it. */
  json: string;
  expiresAt: number;
}

interface BucketLevel {
  tokens: number;
  at: number;
  fullAt: number;
}

/** Shared state for services that run in one process. @param now milliseconds since 1970 */
export function createMemoryState({ log, now = Date.now }: { log: Log; now?: () => number }): SharedState {
  const entries = new Map<string, Entry>();
  const claims = new Map<string, number>();
  const buckets = new Map<string, BucketLevel>();
  const subscribers = createSubscribers(log);

  let isClosed = false;

  const sweep = setInterval(() => {
    const time = now();
    for (const [key, entry] of entries) if (entry.expiresAt <= time) entries.delete(key);
    for (const [key, expiresAt] of claims) if (expiresAt <= time) claims.delete(key);
    for (const [key, bucket] of buckets) if (bucket.fullAt <= time) buckets.delete(key);
  }, SWEEP_MS).unref();

  return {
    start: async () => {},
    ready: async () => {},
    async get(key) {
      const entry = entries.get(key);
      return entry === undefined || entry.expiresAt <= now() ? null : (JSON.parse(entry.json) as JsonValue);
    },
    async set(key, value, { ttlMs }) {
      entries.set(key, { json: JSON.stringify(value), expiresAt: now() + ttlMs });
    },
    async delete(key) {
      entries.delete(key);
    },
    async takeToken(name, limits) {
      const time = now();
      const result = takeFrom(buckets.get(name), limits, time);
      const fullAt = time + ((limits.capacity - result.left) / limits.refillPerSecond) * 1_000;
      buckets.set(name, { tokens: result.left, at: time, fullAt });
      return result;
    },
    async claimOnce(key, { ttlMs }) {
      const time = now();
      if ((claims.get(key) ?? 0) > time) return false;
      claims.set(key, time + ttlMs);
      return true;
    },
    async publish(channel, value) {
      const json = JSON.stringify(value);
      queueMicrotask(() => {
        if (!isClosed) subscribers.tell(channel, JSON.parse(json) as JsonValue);
      });
    },
    async subscribe(channel, handler, onGap) {
      const remove = subscribers.add(channel, { handler, onGap });
      return async () => void remove();
    },
    async close() {
      isClosed = true;
      clearInterval(sweep);
      subscribers.clear();
    },
  };
}
