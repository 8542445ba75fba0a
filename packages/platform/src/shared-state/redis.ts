import { connectRedis } from '../connect-redis.ts';
import type { Log } from '../log.ts';
import { waitFor } from '../wait.ts';
import { retryAfter } from './bucket.ts';
import type { JsonValue } from './json.ts';
import type { SharedState } from './shared-state.ts';
import { createSubscribers } from './subscribers.ts';

const HEARTBEAT_MS = 2_000;

/** Time is Redis's own, so that processes with different clocks agree. Returns whether taken, and the tokens left as text. */
const TAKE_TOKEN = `
local capacity, refill, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local before = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = capacity
if before[1] then
  tokens = math.min(capacity, tonumber(before[1]) + math.max(0, now - tonumber(before[2])) / 1000 * refill)
end
local taken = 0
if tokens >= cost then
  taken = 1
  tokens = tokens - cost
end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens), 'at', string.format('%.3f', now))
local full = refill > 0 and math.ceil((capacity - tokens) / refill * 1000) or 86400000
redis.call('PEXPIRE', KEYS[1], math.max(1, math.min(full, 86400000)))
return { taken, string.format('%.6f', tokens) }
`;

/** Shared state for many processes beside Redis. */
export function createRedisState({
  url,
  namespace,
  log,
  timeoutMs,
}: {
  url: string;
  namespace: string;
  log: Log;
  timeoutMs: number;
}): SharedState {
  const prefix = `${namespace}:state:`;
  const owner = { log, whose: 'shared state' } as const;
  const patience = { socketTimeout: timeoutMs };
  const redis = connectRedis(url, { ...patience, maxRetriesPerRequest: 1, commandTimeout: timeoutMs }, owner);
  const listener = connectRedis(url, { ...patience, maxRetriesPerRequest: null }, owner);
  const subscribers = createSubscribers(log);
  let wasConnected = false;

  // Who only listens does not notice that nothing can come any more; the ping is what the socket's deadline goes by.
  const heartbeat = setInterval(() => {
    if (listener.status === 'ready') listener.ping().catch(() => {});
  }, HEARTBEAT_MS).unref();
  listener.on('ready', () => {
    if (wasConnected) void resubscribe();
    wasConnected = true;
  });
  listener.on('message', (channel: string, json: string) => {
    subscribers.tell(channel.slice(prefix.length), JSON.parse(json) as JsonValue);
  });

  /** ioredis subscribes again by itself, but does not say when that is done; only then is the gap over. */
  async function resubscribe(): Promise<void> {
    const channels = subscribers.channels().map((channel) => `${prefix}${channel}`);
    if (channels.length === 0) return;
    try {
      await listener.subscribe(...channels);
      subscribers.tellGap();
    } catch (error) {
      log.debug({ err: error }, 'shared state could not subscribe again');
    }
  }

  return {
    async start(signal) {
      await waitFor('redis', async () => void (await redis.ping()), { log, ...(signal && { signal }) });
    },
    ready: async () => void (await redis.ping()),
    async get(key) {
      const json = await redis.get(`${prefix}value:${key}`);
      return json === null ? null : (JSON.parse(json) as JsonValue);
    },
    async set(key, value, { ttlMs }) {
      await redis.set(`${prefix}value:${key}`, JSON.stringify(value), 'PX', wholeMs(ttlMs));
    },
    async delete(key) {
      await redis.del(`${prefix}value:${key}`);
    },
    async takeToken(bucket, limits) {
      const { capacity, refillPerSecond, cost = 1 } = limits;
      const [taken, tokens] = (await redis.eval(
        TAKE_TOKEN,
        1,
        `${prefix}bucket:${bucket}`,
        capacity,
        refillPerSecond,
        cost,
      )) as [number, string];
      const left = Number(tokens);
      return taken === 1
        ? { taken: true, retryAfterMs: 0, left }
        : { taken: false, retryAfterMs: retryAfter(cost, left, limits), left };
    },
    async claimOnce(key, { ttlMs }) {
      return (await redis.set(`${prefix}claim:${key}`, '1', 'PX', wholeMs(ttlMs), 'NX')) === 'OK';
    },
    async publish(channel, value) {
      await redis.publish(`${prefix}${channel}`, JSON.stringify(value));
    },
    async subscribe(channel, handler, onGap) {
      const remove = subscribers.add(channel, { handler, onGap });
      await listener.subscribe(`${prefix}${channel}`);
      return async () => {
        if (remove()) await listener.unsubscribe(`${prefix}${channel}`);
      };
    },
    async close() {
      clearInterval(heartbeat);
      subscribers.clear();
      redis.disconnect();
      listener.disconnect();
    },
  };
}

function wholeMs(ttlMs: number): number {
  return Math.max(1, Math.ceil(ttlMs));
}
