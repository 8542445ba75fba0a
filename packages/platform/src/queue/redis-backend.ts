import { Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';

import { AppError } from '../errors.ts';
import { explainRedis } from '../explain-redis.ts';
import type { Log } from '../log.ts';
import type { Envelope, QueueBackend } from './backend.ts';
import { checkRedis } from './check-redis.ts';

/** Jobs on Redis or Valkey. */
export function createRedisBackend({
  url,
  namespace,
  log,
}: {
  url: string;
  namespace: string;
  log: Log;
}): QueueBackend {
  const connections: Redis[] = [];
  const connect = (maxRetriesPerRequest: number | null) => {
    const redis = new Redis(url, {
      lazyConnect: true,
      connectTimeout: 3_000,
      maxRetriesPerRequest,
      retryStrategy: (times) => Math.min(100 * times, 1_000),
    });
    redis.on('error', (error) => log.debug({ err: error }, 'queue lost redis'));
    connections.push(redis);
    return redis;
  };
  // A producer gives up after some reconnects, so that whoever enqueues learns of it; a worker waits for ever.
  const producing = connect(5);
  const working = connect(null);

  return {
    what: 'redis',
    prepare: () => checkRedis(producing),
    async ping() {
      try {
        await producing.ping();
      } catch (error) {
        throw new AppError('unavailable', explainRedis(error), { cause: error });
      }
    },
    queue: (name) =>
      new Queue<Envelope, null>(name, {
        connection: producing,
        prefix: `${namespace}:queue`,
        streams: { events: { maxLen: 1_000 } },
      }),
    events: (name) => new QueueEvents(name, { connection: working, prefix: `${namespace}:queue` }),
    worker: (name, processor, tuning) =>
      new Worker<Envelope, null>(name, processor, {
        ...tuning,
        connection: working,
        prefix: `${namespace}:queue`,
        autorun: false,
      }),
    async close() {
      for (const redis of connections) redis.disconnect();
    },
  };
}
