import type { Job, JobInput, JobOutput, QueueName } from '@tzurot/contracts';

import type { HandledJob } from './handle-job.ts';

export interface EnqueueOptions {
  /** While a job with this id waits or runs, enqueuing it again changes nothing. Random when absent; no colons. */
  id?: string;
  delayMs?: number;
}

export interface AskOptions {
  /** How long to wait for the answer, waiting in the queue included. */
  timeoutMs: number;
  /** Aborting stops the waiting, not the job. */
  signal?: AbortSignal;
}

export interface WorkOptions {
  /** Jobs at once, per queue. A queue without a handler takes none. */
  concurrency: Readonly<Record<QueueName, number>>;
}

export interface JobWorker {
  /** Takes no new jobs and waits for the running ones; their signals abort after `graceMs` (10 seconds when absent). */
  stop(graceMs?: number): Promise<void>;
}

/** The queues between the services: BullMQ on Redis or on Postgres. */
export interface JobQueues {
  /**
   * Waits for the store, prepares it, and checks that it may be trusted with jobs.
   * @throws ConfigError when Redis may lose jobs
   */
  start(signal?: AbortSignal): Promise<void>;
  /** @throws AppError `unavailable` when the store does not take the job in time */
  enqueue<J extends Job>(job: J, input: JobInput<J>, options?: EnqueueOptions): Promise<{ id: string }>;
  /**
   * Enqueues a job and waits for its answer.
   * @throws AppError as the handler threw it, or `timeout`
   */
  ask<J extends Job>(job: J, input: JobInput<J>, options: AskOptions): Promise<JobOutput<J>>;
  /** Starts handling jobs, as soon as the store is there. */
  work<Context>(handlers: readonly HandledJob<Context>[], ctx: Context, options: WorkOptions): JobWorker;
  /** A health check: rejects while the store cannot be used. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
