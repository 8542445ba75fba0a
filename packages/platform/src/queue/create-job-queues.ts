import { randomUUID } from 'node:crypto';

import type { Job, JobInput, JobOutput, QueueName } from '@tzurot/contracts';
import type { JobsOptions } from 'bullmq';

import { startDeadline, untilAborted } from '../abort.ts';
import { AppError, ConfigError, parseInput, toAppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { STORE_TIMEOUT_MS } from '../store-timeout.ts';
import { currentTraceId, newTraceId } from '../trace.ts';
import { waitFor } from '../wait.ts';
import { type AnswerDesk, createAnswerDesk } from './answer-desk.ts';
import type { Envelope, JobQueue, QueueBackend } from './backend.ts';
import type { AskOptions, EnqueueOptions, JobQueues } from './job-queues.ts';
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
  /** How long the store may be silent; STORE_TIMEOUT_MS when absent. */
  timeoutMs?: number | undefined;
  /** How long `enqueue` waits for a store that is down; 10 seconds when absent. */
  enqueueTimeoutMs?: number;
}

const ENQUEUE_TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 1_000;

/** The queues on Redis when `redisUrl` is given, else on Postgres. Connects when first used; see `start`. */
export function createJobQueues(options: JobQueuesOptions): JobQueues {
  const { log, metrics, enqueueTimeoutMs = ENQUEUE_TIMEOUT_MS } = options;
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
    const present = desks.get(name);
    if (present !== undefined) return present;
    const events = backend.events(name);
    const desk = createAnswerDesk({ queue: queueOf(name), events, log });
    desks.set(name, desk);
    // One that never became ready would stay deaf; the next question gets a new one.
    events.waitUntilReady().catch(() => {
      desks.delete(name);
      return closeQuietly(desk);
    });
    return desk;
  };

  /** A connection that is lost already cannot be closed politely. */
  const closeQuietly = async (part: { close(): Promise<void> }): Promise<void> => {
    await part.close().catch((error: unknown) => log.debug({ err: error }, 'queue did not close cleanly'));
  };

  /** Puts a job in, through short absences of the store; an id makes a second attempt harmless. */
  async function add(job: Job, input: unknown, { id, delayMs = 0, isAsked, signal }: Adding): Promise<void> {
    parseInput(job.input, input, 'input');
    const envelope: Envelope = { input: JSON.stringify(input), traceId: currentTraceId() ?? newTraceId(), isAsked };
    const bullOptions: JobsOptions = {
      jobId: id,
      delay: delayMs,
      attempts: job.attempts,
      backoff: { type: 'exponential', delay: FIRST_RETRY_MS },
      // An asked job stays until its answer is fetched; should nobody fetch it, not for long.
      removeOnComplete: isAsked ? { age: 60 } : true,
      removeOnFail: true,
      stackTraceLimit: 0,
    };
    let again = false;
    const attempt = async () => {
      await prepare({ again });
      again = true;
      await queueOf(job.queue).add(job.name, envelope, bullOptions);
    };
    let attempting = Promise.resolve();
    const tryOnce = () => untilAborted((attempting = attempt()), signal);
    try {
      await waitFor(backend.what, tryOnce, { log, signal });
    } finally {
      // Whoever gives a question up takes it back, and can only do so when it is known where it is.
      if (isAsked) await attempting.catch(() => {});
    }
  }

  return {
    start: (signal) => (signal === undefined ? prepare() : untilAborted(prepare(), signal)),
    async enqueue<J extends Job>(job: J, input: JobInput<J>, { id = randomUUID(), delayMs }: EnqueueOptions = {}) {
      const limit = startDeadline(
        enqueueTimeoutMs,
        () => new AppError('unavailable', `the queue did not take ${job.name}`),
      );
      const { signal } = limit;
      const storedId = jobIdOf(job, id);
      try {
        await add(job, input, { id: storedId, isAsked: false, signal, ...(delayMs !== undefined && { delayMs }) });
      } catch (error) {
        throw toAppError(error);
      } finally {
        limit.release();
      }
      return { id: storedId };
    },
    async ask<J extends Job>(job: J, input: JobInput<J>, { timeoutMs, signal: givenUp }: AskOptions) {
      const tooLate = () => new AppError('timeout', `${job.name} gave no answer within ${timeoutMs} ms`);
      const limit = startDeadline(timeoutMs, tooLate, [givenUp]);
      const { signal } = limit;
      const id = jobIdOf(job, randomUUID());
      try {
        await untilAborted(prepare(), signal);
        const answer = await deskOf(job.queue).expect(id, signal, () => add(job, input, { id, isAsked: true, signal }));
        return parseInput(job.output, answer, 'output') as JobOutput<J>;
      } catch (error) {
        if (givenUp?.aborted === true) throw new AppError('cancelled', `${job.name} was given up`, { cause: error });
        throw toAppError(error);
      } finally {
        limit.release();
      }
    },
    work: (handlers, ctx, { concurrency }) =>
      startJobWorker({ handlers, ctx, concurrency, backend, prepare, closed: closed.signal, log, metrics }),
    ready: async () => {
      await backend.ping();
    },
    async close() {
      closed.abort(new AppError('cancelled', 'the queues were closed'));
      await prepared?.catch(() => {});
      for (const part of [...desks.values(), ...queues.values(), backend]) {
        await closeQuietly(part);
      }
    },
  };
}

function chooseBackend({
  redisUrl,
  databaseUrl,
  namespace = 'tzurot',
  log,
  timeoutMs = STORE_TIMEOUT_MS,
}: JobQueuesOptions): QueueBackend {
  if (redisUrl !== undefined) return createRedisBackend({ url: redisUrl, namespace, log, timeoutMs });
  if (databaseUrl !== undefined) return createPostgresBackend({ url: databaseUrl, log, timeoutMs });
  throw new ConfigError(['REDIS_URL: is missing, and so is DATABASE_URL; one of them has to carry the queue']);
}

interface Adding {
  id: string;
  delayMs?: number;
  isAsked: boolean;
  signal: AbortSignal;
}

/** The name makes ids of different jobs differ; BullMQ refuses colons, and ids that are numbers. */
function jobIdOf(job: Job, id: string): string {
  return `${job.name}.${encodeURIComponent(id)}`;
}
