import { Queue, QueueEvents, Worker } from 'bullmq';
import type { Redis } from 'ioredis';

import { connectRedis } from '../connect-redis.ts';
import { AppError } from '../errors.ts';
import { explainRedis } from '../explain-redis.ts';
import type { Log } from '../log.ts';
import type { Envelope, QueueBackend } from './backend.ts';
import { checkRedis } from './check-redis.ts';

/** BullMQ waits for a delayed job no longer at once. Source: BullMQ, `maximumBlockTimeout` of the Redis backend. */
const LONGEST_BLOCK_MS = 10_000;
const LATE_MS = 2_000;

/** Jobs on Redis or Valkey. */
export function createRedisBackend({
  url,
  namespace,
  log,
  timeoutMs,
}: {
  url: string;
  namespace: string;
  log: Log;
  timeoutMs: number;
}): QueueBackend {
  const connections: Redis[] = [];
  const connect = (options: Parameters<typeof connectRedis>[1]) => {
    const redis = connectRedis(url, options, { log, whose: 'queue' });
    connections.push(redis);
    return redis;
  };
  // A producer gives up after some reconnects, so that whoever enqueues learns of it; a worker waits forever.
  const producing = connect({ maxRetriesPerRequest: 5, socketTimeout: timeoutMs, commandTimeout: timeoutMs });
  // Redis is silent for as long as it was asked to wait for a job.
  const working = connect({ maxRetriesPerRequest: null, socketTimeout: LONGEST_BLOCK_MS + LATE_MS });

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
    events: (name) =>
      new QueueEvents(name, { connection: working, blockingTimeout: LONGEST_BLOCK_MS, prefix: `${namespace}:queue` }),
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
