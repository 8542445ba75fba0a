import type { Log } from '../log.ts';
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
}

/** Shared state on Redis, else on Postgres, else in this process's memory. Call `start` before use. */
export function createSharedState({
  redisUrl,
  databaseUrl,
  namespace = 'tzurot',
  log,
}: SharedStateOptions): SharedState {
  if (redisUrl !== undefined) return sayUnavailable(createRedisState({ url: redisUrl, namespace, log }));
  if (databaseUrl !== undefined) return sayUnavailable(createPostgresState({ url: databaseUrl, log }));
  return createMemoryState({ log });
}
