import { setTimeout as delay } from 'node:timers/promises';

import type { QueueName } from '@tzurot/contracts';
import { type Job as BullJob, UnrecoverableError } from 'bullmq';

import { whenAborted } from '../abort.ts';
import { AppError, toAppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { durations, type Metrics } from '../metrics.ts';
import { withTrace } from '../trace.ts';
import type { Envelope, QueueBackend, QueueWorker, WorkerTuning } from './backend.ts';
import type { HandledJob } from './handle-job.ts';
import type { JobWorker } from './job-queues.ts';
import { writeFailure, writeOutput } from './outcome.ts';

/**
 * A worker that was killed loses its lock after at most `lockDuration`, and the next check, at most `stalledInterval`
 * later, gives the job to another: ten seconds. A busy event loop may miss two renewals before a lock is lost.
 */
const TUNING = {
  lockDuration: 8_000,
  lockRenewTime: 2_500,
  stalledInterval: 2_000,
  // Who decides that a job has failed too often is the turn ledger, not the queue.
  maxStalledCount: 5,
  runRetryDelay: 1_000,
} as const satisfies Omit<WorkerTuning, 'concurrency'>;

/** BullMQ repeats at once after most errors; this many within a second means that it runs in circles. */
const STORM_ERRORS = 10;
const AFTER_STORM_MS = 1_000;
const STOP_GRACE_MS = 10_000;
/** For handlers to notice that their signal has aborted. */
const AFTER_ABORT_MS = 2_000;

export interface StartJobWorkerOptions<Context> {
  handlers: readonly HandledJob<Context>[];
  ctx: Context;
  concurrency: Readonly<Record<QueueName, number>>;
  backend: QueueBackend;
  /** Resolves when the store is there and prepared; `again` looks anew. */
  prepare: (options: { again: boolean }) => Promise<void>;
  log: Log;
  metrics: Metrics | undefined;
}

/** Works on every queue that has a handler, one BullMQ worker each, rebuilt whenever the store fails it. */
export function startJobWorker<Context>(options: StartJobWorkerOptions<Context>): JobWorker {
  const names = options.handlers.map((handled) => handled.job.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${twice} is handled twice`);

  const stopping = new AbortController();
  const giveUp = new AbortController();
  const queues = [...new Set(options.handlers.map((handled) => handled.job.queue))];
  const loops = queues.map((queue) => superviseQueue(queue, options, stopping.signal, giveUp.signal));

  return {
    async stop(graceMs = STOP_GRACE_MS) {
      stopping.abort();
      const timer = setTimeout(
        () => giveUp.abort(new AppError('cancelled', 'the worker is stopping', { retry: true })),
        graceMs,
      );
      await Promise.all(loops);
      clearTimeout(timer);
    },
  };
}

async function superviseQueue<Context>(
  queue: QueueName,
  options: StartJobWorkerOptions<Context>,
  stopping: AbortSignal,
  giveUp: AbortSignal,
): Promise<void> {
  const { backend, prepare, log, concurrency } = options;
  const process = createProcessor(options, giveUp);

  for (let again = false; !stopping.aborted; again = true) {
    const isPrepared = await Promise.race([
      prepare({ again }).then(() => true),
      whenAborted(stopping).then(() => false),
    ]).catch((error: unknown) => {
      log.error({ err: error, queue }, 'queue store cannot be used');
      return false;
    });
    if (!isPrepared) return;

    const worker = backend.worker(queue, process, { ...TUNING, concurrency: concurrency[queue] });
    const storm = stormOf(worker, log.child({ queue }));
    try {
      await Promise.race([worker.waitUntilReady(), whenAborted(stopping)]);
      const ended = worker.run().catch((error: unknown) => log.warn({ err: error, queue }, 'worker ended'));
      await Promise.race([ended, storm, whenAborted(stopping)]);
    } catch (error) {
      log.debug({ err: error, queue }, 'worker is not ready');
    }

    if (stopping.aborted) {
      const closed = worker.close();
      await Promise.race([closed, whenAborted(giveUp).then(() => delay(AFTER_ABORT_MS))]);
    }
    await closeQuietly(worker, log);
    if (!stopping.aborted) await delay(AFTER_STORM_MS, undefined, { signal: stopping }).catch(() => {});
  }
}

/** Resolves when the worker reports errors faster than any working store would make it. */
function stormOf(worker: QueueWorker, log: Log): Promise<void> {
  return new Promise((resolve) => {
    let windowStart = 0;
    let errors = 0;
    worker.on('error', (error) => {
      const now = performance.now();
      if (now - windowStart > 1_000) {
        windowStart = now;
        errors = 0;
        log.warn({ err: error }, 'worker has trouble with the queue store');
      }
      errors++;
      if (errors === STORM_ERRORS) resolve();
    });
    worker.on('stalled', (jobId) => log.warn({ jobId }, 'job stalled and goes to another worker'));
  });
}

async function closeQuietly(worker: QueueWorker, log: Log): Promise<void> {
  const closed = worker
    .close(true)
    .catch((error: unknown) => log.debug({ err: error }, 'worker did not close cleanly'));
  await Promise.race([closed, delay(AFTER_ABORT_MS)]);
}

function createProcessor<Context>(
  { handlers, ctx, log: parentLog, metrics }: StartJobWorkerOptions<Context>,
  giveUp: AbortSignal,
) {
  const byName = new Map(handlers.map((handled) => [handled.job.name, handled]));
  const seconds = metrics && durations(metrics, 'job_seconds', 'Time to handle a job.', ['job', 'outcome']);

  /** BullMQ hands out the third argument only to a function that names it; it aborts when the job's lock is lost. */
  return async (bullJob: BullJob<Envelope, null>, _token?: string, lost?: AbortSignal): Promise<null> => {
    const startedAt = performance.now();
    const { data, name } = bullJob;
    const jobId = bullJob.id ?? '';
    // It was handled before, but the worker ended between writing the outcome and saying that the job is done.
    if (data.outcome !== undefined) return null;

    return withTrace(data.traceId, async () => {
      const attempt = bullJob.attemptsMade + 1;
      const log = parentLog.child({ job: name, jobId });
      let outcome = 'done';
      try {
        const handled = byName.get(name);
        if (handled === undefined) throw new AppError('internal', `no handler for ${name}`);
        const limit = AbortSignal.timeout(handled.job.timeoutMs);
        const signal = AbortSignal.any([limit, giveUp, ...(lost === undefined ? [] : [lost])]);
        const answer = handled.answer(JSON.parse(data.input), ctx, {
          signal,
          log,
          traceId: data.traceId,
          jobId,
          attempt,
        });
        answer.catch(() => {});
        const output = await Promise.race([answer, rejectWhenAborted(signal, limit, handled.job.timeoutMs)]);
        if (data.isAsked) await bullJob.updateData({ ...data, input: '', outcome: writeOutput(output) });
        return null;
      } catch (thrown) {
        const error = toAppError(thrown);
        outcome = error.code;
        const isFinal = !error.retry || attempt >= (bullJob.opts.attempts ?? 1);
        log[error.code === 'cancelled' ? 'info' : 'error']({ err: thrown, attempt, isFinal }, 'job failed');
        if (!isFinal) throw error;
        if (!data.isAsked) throw new UnrecoverableError(error.code);
        await bullJob.updateData({ ...data, input: '', outcome: writeFailure(error, data.traceId) });
        return null;
      } finally {
        const tookMs = performance.now() - startedAt;
        seconds?.observe({ job: name, outcome }, tookMs / 1_000);
        log.debug({ outcome, attempt, tookMs: Math.round(tookMs) }, 'job ended');
      }
    });
  };
}

async function rejectWhenAborted(signal: AbortSignal, limit: AbortSignal, timeoutMs: number): Promise<never> {
  await whenAborted(signal);
  if (limit.aborted) throw new AppError('timeout', `not done within ${timeoutMs} ms`);
  throw toAppError(signal.reason);
}
