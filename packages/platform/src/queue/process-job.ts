import { type Job as BullJob, UnrecoverableError, WaitingError } from 'bullmq';

import { startDeadline, untilAborted } from '../abort.ts';
import { AppError, toAppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { durations, type Metrics } from '../metrics.ts';
import { withTrace } from '../trace.ts';
import type { Envelope, JobProcessor } from './backend.ts';
import type { HandledJob } from './handle-job.ts';
import { writeFailure, writeOutput } from './outcome.ts';

export interface ProcessorOptions<Context> {
  handlers: readonly HandledJob<Context>[];
  ctx: Context;
  log: Log;
  metrics: Metrics | undefined;
  /** Aborts when the worker may wait no longer for its jobs. */
  giveUp: AbortSignal;
}

/** What BullMQ calls with each job: finds the handler, runs it, and says how the job ended in BullMQ's terms. */
export function createProcessor<Context>({
  handlers,
  ctx,
  log: parentLog,
  metrics,
  giveUp,
}: ProcessorOptions<Context>): JobProcessor {
  const byName = new Map(handlers.map((handled) => [handled.job.name, handled]));
  const seconds = metrics && durations(metrics, 'job_seconds', 'Time to handle a job.', ['job', 'outcome']);

  // BullMQ hands the third argument only to a function that names it; see `superviseQueue` for when it aborts.
  return async (bullJob: BullJob<Envelope, null>, token?: string, lost?: AbortSignal): Promise<null> => {
    const { data, name, id: jobId = '' } = bullJob;
    // It was handled before, but the worker ended between writing the outcome and saying that the job is done.
    if (data.outcome !== undefined) return null;

    const startedAt = performance.now();
    const attempt = bullJob.attemptsMade + 1;
    return withTrace(data.traceId, async () => {
      const log = parentLog.child({ job: name, jobId });
      let outcome = 'done';
      try {
        const output = await run(data, { lost, log, jobId, attempt, handled: byName.get(name), name });
        if (data.isAsked) await bullJob.updateData({ ...data, input: '', outcome: writeOutput(output) });
        return null;
      } catch (thrown) {
        const error = toAppError(thrown);
        outcome = error.code;
        if (lost?.aborted === true) {
          log.warn({ err: thrown, attempt }, 'job was given to another worker');
          throw error;
        }
        if (giveUp.aborted) {
          log.info({ err: thrown, attempt }, 'job goes back into the queue');
          await bullJob.moveToWait(token);
          throw new WaitingError();
        }
        const isFinal = !error.retry || attempt >= (bullJob.opts.attempts ?? 1);
        log.error({ err: thrown, attempt, isFinal }, 'job failed');
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

  async function run(data: Envelope, { lost, log, jobId, attempt, handled, name }: Run<Context>): Promise<unknown> {
    if (handled === undefined) throw new AppError('internal', `no handler for ${name}`);
    const { timeoutMs, outlivesItsLock } = handled.job;
    const limit = startDeadline(timeoutMs, () => new AppError('timeout', `not done within ${timeoutMs} ms`), [
      giveUp,
      outlivesItsLock ? undefined : lost,
    ]);
    try {
      const { signal } = limit;
      const answer = handled.answer(JSON.parse(data.input), ctx, {
        signal,
        log,
        traceId: data.traceId,
        jobId,
        attempt,
      });
      return await untilAborted(answer, signal);
    } finally {
      limit.release();
    }
  }
}

interface Run<Context> {
  lost: AbortSignal | undefined;
  log: Log;
  jobId: string;
  attempt: number;
  handled: HandledJob<Context> | undefined;
  name: string;
}
