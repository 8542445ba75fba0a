import type { Log } from '../log.ts';
import { STORE_TIMEOUT_MS } from '../store-timeout.ts';
import { createMemoryState } from './memory.ts';
import { createPostgresState } from './postgres.ts';
import { createRedisState } from './redis.ts';
import { sayUnavailable } from './say-unavailable.ts';
import type { SharedState } from './shared-state.ts';

export interface SharedStateOptions {
  /** Preferred when given. */
  redisUrl?: string | undefined;
  /** For several processes without Redis. */
  databaseUrl?: string | undefined;
  /** Keeps this bot's keys apart from others' in one Redis; `tzurot` when absent. */
  namespace?: string | undefined;
  log: Log;
  /** How long the store may be silent; STORE_TIMEOUT_MS when absent. */
  timeoutMs?: number | undefined;
}

/** Shared state on Redis, else on Postgres, else in this process's memory. Call `start` before use. */
export function createSharedState({
  redisUrl,
  databaseUrl,
  namespace = 'tzurot',
  log,
  timeoutMs = STORE_TIMEOUT_MS,
}: SharedStateOptions): SharedState {
  if (redisUrl !== undefined) return sayUnavailable(createRedisState({ url: redisUrl, namespace, log, timeoutMs }));
  if (databaseUrl !== undefined) return sayUnavailable(createPostgresState({ url: databaseUrl, log, timeoutMs }));
  return createMemoryState({ log });
}
