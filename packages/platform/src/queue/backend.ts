import type { JobsOptions, Processor } from 'bullmq';

/** What a job carries in the queue. */
export interface Envelope {
  /** JSON text; on Postgres a job is jsonb, which would lose the order of keys and refuse NUL. */
  input: string;
  traceId: string;
  /** Somebody waits for the answer. */
  isAsked: boolean;
  /** JSON text of the outcome of an asked job; takes the place of `input`, which is then empty. */
  outcome?: string;
}

interface StoredJob {
  data: Envelope;
  isCompleted(): Promise<boolean>;
  remove(): Promise<void>;
}

/** The parts of BullMQ's classes that are used here; they differ between the stores in their other parts. */
export interface JobQueue {
  add(name: string, data: Envelope, options: JobsOptions): Promise<unknown>;
  getJob(id: string): Promise<StoredJob | undefined>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface JobEvents {
  waitUntilReady(): Promise<void>;
  on(event: 'completed' | 'failed', listener: (event: { jobId: string }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface QueueWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'stalled', listener: (jobId: string) => void): unknown;
  on(event: 'lockRenewalFailed', listener: (jobIds: string[]) => void): unknown;
  cancelJob(jobId: string, reason?: string): boolean;
  waitUntilReady(): Promise<void>;
  run(): Promise<void>;
  close(force?: boolean): Promise<void>;
}

export type JobProcessor = Processor<Envelope, null>;

export interface WorkerTuning {
  concurrency: number;
  lockDuration: number;
  lockRenewTime: number;
  stalledInterval: number;
  maxStalledCount: number;
  runRetryDelay: number;
}

/** One store for jobs: Redis or Postgres. What it makes may be made only after `prepare`. */
export interface QueueBackend {
  /** How it is called in logs and errors. */
  readonly what: string;
  /** One attempt to reach the store and prepare it. @throws ConfigError when it must not be used as it is */
  prepare(): Promise<void>;
  /** Rejects while the store does not answer. */
  ping(): Promise<void>;
  queue(name: string): JobQueue;
  events(name: string): JobEvents;
  /** Not running yet. */
  worker(name: string, processor: JobProcessor, tuning: WorkerTuning): QueueWorker;
  close(): Promise<void>;
}
