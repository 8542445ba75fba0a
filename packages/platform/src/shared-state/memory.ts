import { takeFrom } from './bucket.ts';
import type { JsonValue } from './json.ts';
import type { SharedState } from './shared-state.ts';

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

type Handler = (value: JsonValue) => void;

/** Shared state for services that run in one process. @param now milliseconds since 1970 */
export function createMemoryState({ now = Date.now }: { now?: () => number } = {}): SharedState {
  const entries = new Map<string, Entry>();
  const claims = new Map<string, number>();
  const buckets = new Map<string, BucketLevel>();
  const subscribers = new Map<string, Set<Handler>>();

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
      const { tokens, ...result } = takeFrom(buckets.get(name), limits, time);
      const fullAt = time + ((limits.capacity - tokens) / limits.refillPerSecond) * 1_000;
      buckets.set(name, { tokens, at: time, fullAt });
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
      for (const handler of subscribers.get(channel) ?? [])
        queueMicrotask(() => handler(JSON.parse(json) as JsonValue));
    },
    async subscribe(channel, handler) {
      const handlers = subscribers.get(channel) ?? new Set();
      subscribers.set(channel, handlers);
      // A function of its own, so that the same handler may subscribe twice.
      const own: Handler = (value) => handler(value);
      handlers.add(own);
      return async () => void handlers.delete(own);
    },
    async close() {
      clearInterval(sweep);
      subscribers.clear();
    },
  };
}
