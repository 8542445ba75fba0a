import { setTimeout as delay } from 'node:timers/promises';

import type { QueueName } from '@tzurot/contracts';

import { untilAborted, whenAborted } from '../abort.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { JobProcessor, QueueBackend, QueueWorker, WorkerTuning } from './backend.ts';
import type { HandledJob } from './handle-job.ts';
import type { JobWorker } from './job-queues.ts';
import { createProcessor } from './process-job.ts';

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
const BEFORE_REBUILD_MS = 1_000;
const STOP_GRACE_MS = 10_000;
/** For handlers to notice that their signal has aborted. */
const AFTER_ABORT_MS = 2_000;

export interface StartJobWorkerOptions<Context> {
  handlers: readonly HandledJob<Context>[];
  ctx: Context;
  concurrency: Readonly<Record<QueueName, number>>;
  backend: QueueBackend;
  /** Resolves when the store is there and prepared; `again` looks again. */
  prepare: (options: { again: boolean }) => Promise<void>;
  /** Aborts when the queues are closed. */
  closed: AbortSignal;
  log: Log;
  metrics: Metrics | undefined;
}

/** Works on every queue that has a handler, one BullMQ worker each, rebuilt whenever the store fails it. */
export function startJobWorker<Context>(options: StartJobWorkerOptions<Context>): JobWorker {
  const { handlers, ctx, log, metrics, closed } = options;
  const names = handlers.map((handled) => handled.job.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${twice} is handled twice`);

  const stopping = new AbortController();
  const giveUp = new AbortController();
  closed.addEventListener('abort', () => stopping.abort(), { once: true });
  const processor = createProcessor({ handlers, ctx, log, metrics, giveUp: giveUp.signal });
  const queues = [...new Set(handlers.map((handled) => handled.job.queue))];
  const loops = queues.map((queue) =>
    superviseQueue(queue, processor, options, { stopping: stopping.signal, giveUp: giveUp.signal }),
  );

  return {
    async stop(graceMs = STOP_GRACE_MS) {
      stopping.abort();
      const timer = setTimeout(() => giveUp.abort(new AppError('cancelled', 'the worker is stopping')), graceMs);
      await Promise.all(loops);
      clearTimeout(timer);
    },
  };
}

async function superviseQueue<Context>(
  queue: QueueName,
  processor: JobProcessor,
  { backend, prepare, concurrency, log: parentLog }: StartJobWorkerOptions<Context>,
  { stopping, giveUp }: { stopping: AbortSignal; giveUp: AbortSignal },
): Promise<void> {
  const log = parentLog.child({ queue });
  for (let again = false; !stopping.aborted; again = true) {
    try {
      await untilAborted(prepare({ again }), stopping);
      await runWorker(backend.worker(queue, processor, { ...TUNING, concurrency: concurrency[queue] }), log, {
        stopping,
        giveUp,
      });
    } catch (error) {
      if (!stopping.aborted) log.error({ err: error }, 'worker cannot run');
    }
    if (!stopping.aborted) await delay(BEFORE_REBUILD_MS, undefined, { signal: stopping }).catch(() => {});
  }
}

/** Runs one BullMQ worker until it is told to stop or gets into a storm of errors, and closes it. */
async function runWorker(
  worker: QueueWorker,
  log: Log,
  { stopping, giveUp }: { stopping: AbortSignal; giveUp: AbortSignal },
): Promise<void> {
  const storm = stormOf(worker, log);
  try {
    await untilAborted(worker.waitUntilReady(), stopping);
    await untilAborted(Promise.race([worker.run(), storm]), stopping);
  } finally {
    // Politely only when told to stop: while errors storm, waiting for running jobs would keep new ones waiting.
    const closing = worker.close(!stopping.aborted).catch((error: unknown) => {
      log.debug({ err: error }, 'worker did not close cleanly');
    });
    const patience = stopping.aborted ? whenAborted(giveUp).then(() => pause(AFTER_ABORT_MS)) : pause(AFTER_ABORT_MS);
    await Promise.race([closing, patience]);
  }
}

/** Resolves when the worker reports errors faster than any working store would make it. */
function stormOf(worker: QueueWorker, log: Log): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
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
  // Whoever holds the lock now works on the job; two at once would only get into each other's way.
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const jobId of jobIds) worker.cancelJob(jobId, 'the lock of the job was lost');
    errors -= jobIds.length;
  });
  return promise;
}

function pause(ms: number): Promise<void> {
  return delay(ms, undefined, { ref: false });
}
