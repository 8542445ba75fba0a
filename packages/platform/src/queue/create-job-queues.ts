import { randomUUID } from 'node:crypto';

import type { Job, JobInput, JobOutput, QueueName } from '@tzurot/contracts';

import { untilAborted } from '../abort.ts';
import { AppError, parseInput } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { currentTraceId, newTraceId } from '../trace.ts';
import { waitFor } from '../wait.ts';
import { createAnswerDesk, type AnswerDesk } from './answer-desk.ts';
import type { Envelope, JobQueue, QueueBackend } from './backend.ts';
import type { EnqueueOptions, JobQueues } from './job-queues.ts';
import { createPostgresBackend } from './postgres-backend.ts';
import { createRedisBackend } from './redis-backend.ts';
import { startJobWorker } from './work.ts';

export interface JobQueuesOptions {
  /** Preferred when given. */
  redisUrl?: string | undefined;
  databaseUrl?: string | undefined;
  /** Keeps this bot's keys apart from others' in one Redis; `tzurot` when absent. */
  namespace?: string | undefined;
  log: Log;
  metrics?: Metrics;
}

/** How long `enqueue` waits for a store that is down. */
const ENQUEUE_TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 1_000;

/** The queues on Redis when `redisUrl` is given, else on Postgres. Connects when first used; see `start`. */
export function createJobQueues(options: JobQueuesOptions): JobQueues {
  const { log, metrics } = options;
  const backend = chooseBackend(options);
  const queues = new Map<QueueName, JobQueue>();
  const desks = new Map<QueueName, AnswerDesk>();
  const closed = new AbortController();
  let prepared: Promise<void> | undefined;

  /** Shared by all who wait; a wait that failed is begun again by the next, as is one that is asked for `again`. */
  const prepare = ({ again = false } = {}): Promise<void> => {
    if (again) prepared = undefined;
    prepared ??= waitFor(backend.what, () => backend.prepare(), { log, signal: closed.signal }).catch(
      (error: unknown) => {
        prepared = undefined;
        throw error;
      },
    );
    return prepared;
  };
  const queueOf = (name: QueueName): JobQueue => {
    let queue = queues.get(name);
    if (queue === undefined) {
      queue = backend.queue(name);
      queue.on('error', (error) => log.debug({ err: error, queue: name }, 'queue error'));
      queues.set(name, queue);
    }
    return queue;
  };
  const deskOf = (name: QueueName): AnswerDesk => {
    let desk = desks.get(name);
    if (desk === undefined) {
      desk = createAnswerDesk({ queue: queueOf(name), events: backend.events(name), log });
      desks.set(name, desk);
    }
    return desk;
  };

  async function add(
    job: Job,
    input: unknown,
    { id = randomUUID(), delayMs = 0 }: EnqueueOptions,
    isAsked: boolean,
  ): Promise<string> {
    parseInput(job.input, input, 'input');
    const envelope: Envelope = { input: JSON.stringify(input), traceId: currentTraceId() ?? newTraceId(), isAsked };
    // The name makes ids of different jobs differ; BullMQ refuses colons, and ids that are numbers.
    const jobId = `${job.name}.${encodeURIComponent(id)}`;
    await queueOf(job.queue).add(job.name, envelope, {
      jobId,
      delay: delayMs,
      attempts: job.attempts,
      backoff: { type: 'exponential', delay: FIRST_RETRY_MS },
      // An asked job stays until its answer is fetched; should nobody fetch it, not for long.
      removeOnComplete: isAsked ? { age: 60 } : true,
      removeOnFail: true,
      stackTraceLimit: 0,
    });
    return jobId;
  }

  return {
    start: (signal) => (signal === undefined ? prepare() : untilAborted(prepare(), signal)),
    async enqueue<J extends Job>(job: J, input: JobInput<J>, enqueueOptions: EnqueueOptions = {}) {
      const task = (async () => {
        await prepare();
        return add(job, input, enqueueOptions, false);
      })();
      return {
        id: await inTime(task, ENQUEUE_TIMEOUT_MS, new AppError('unavailable', `the queue did not take ${job.name}`)),
      };
    },
    async ask<J extends Job>(
      job: J,
      input: JobInput<J>,
      { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
    ) {
      const limit = AbortSignal.timeout(timeoutMs);
      const giveUp = signal === undefined ? limit : AbortSignal.any([limit, signal]);
      const task = (async () => {
        await prepare();
        const id = randomUUID();
        const answer = await deskOf(job.queue).expect(`${job.name}.${id}`, giveUp, () => add(job, input, { id }, true));
        return parseInput(job.output, answer, 'output') as JobOutput<J>;
      })();
      try {
        return await untilAborted(task, giveUp);
      } catch (error) {
        if (signal?.aborted === true) throw new AppError('cancelled', `${job.name} was given up`, { cause: error });
        if (limit.aborted)
          throw new AppError('timeout', `${job.name} gave no answer within ${timeoutMs} ms`, { cause: error });
        throw toQueueError(error);
      }
    },
    work: (handlers, ctx, { concurrency }) =>
      startJobWorker({ handlers, ctx, concurrency, backend, prepare, log, metrics }),
    ready: async () => {
      await backend.ping();
    },
    async close() {
      closed.abort(new AppError('cancelled', 'the queues were closed'));
      await prepared?.catch(() => {});
      await Promise.all([...desks.values()].map((desk) => desk.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
}

function chooseBackend({ redisUrl, databaseUrl, namespace = 'tzurot', log }: JobQueuesOptions): QueueBackend {
  if (redisUrl !== undefined) return createRedisBackend({ url: redisUrl, namespace, log });
  if (databaseUrl !== undefined) return createPostgresBackend({ url: databaseUrl, log });
  throw new Error('the queues need a redisUrl or a databaseUrl');
}

async function inTime<Value>(task: Promise<Value>, timeoutMs: number, tooLate: AppError): Promise<Value> {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    return await untilAborted(task, limit);
  } catch (error) {
    throw limit.aborted ? tooLate : toQueueError(error);
  }
}

function toQueueError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  return new AppError('unavailable', 'the queue cannot be reached', { cause: error });
}
