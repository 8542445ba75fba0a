import { Redis, type RedisOptions } from 'ioredis';

import type { Log } from './log.ts';
import { KEEP_ALIVE_DELAY_MS } from './store-timeout.ts';

/**
 * A connection that opens with the first command and is opened again for ever.
 * @param options how long its commands and a silent socket are waited for
 * @param whose who loses it, for the log
 */
export function connectRedis(
  url: string,
  options: Pick<RedisOptions, 'maxRetriesPerRequest' | 'socketTimeout' | 'commandTimeout'>,
  { log, whose }: { log: Log; whose: 'queue' | 'shared state' },
): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3_000,
    keepAlive: KEEP_ALIVE_DELAY_MS,
    ...options,
    retryStrategy: (times) => Math.min(100 * times, 1_000),
  });
  redis.on('error', (error) => log.debug({ err: error, whose }, 'redis connection lost'));
  return redis;
}
