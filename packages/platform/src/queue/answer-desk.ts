import { setTimeout as delay } from 'node:timers/promises';

import { untilAborted } from '../abort.ts';
import type { Log } from '../log.ts';
import type { JobEvents, JobQueue } from './backend.ts';
import { readOutcome } from './outcome.ts';

/** Where the answers of asked jobs are fetched. */
export interface AnswerDesk {
  /**
   * Runs `add`, then waits for the job's outcome and takes it out of the queue.
   * @throws the handler's AppError, or the signal's reason
   */
  expect(jobId: string, signal: AbortSignal, add: () => Promise<unknown>): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Events are only a quick hint, since some are missed: before listening has begun, or while a connection is lost.
 * Looking again, ever less often, finds what they missed.
 */
const FIRST_LOOK_MS = 50;
const LAST_LOOK_MS = 1_000;

export function createAnswerDesk({ queue, events, log }: { queue: JobQueue; events: JobEvents; log: Log }): AnswerDesk {
  const waiting = new Map<string, () => void>();
  events.on('error', (error) => log.debug({ err: error }, 'queue events error'));
  for (const event of ['completed', 'failed'] as const)
    events.on(event, ({ jobId }: { jobId: string }) => waiting.get(jobId)?.());

  /** The outcome, once there is one; then the job is removed. */
  async function look(jobId: string): Promise<string | null> {
    try {
      const job = await queue.getJob(jobId);
      if (job?.data.outcome === undefined || !(await job.isCompleted())) return null;
      await job
        .remove()
        .catch((error: unknown) => log.debug({ err: error, jobId }, 'answered job could not be removed'));
      return job.data.outcome;
    } catch (error) {
      log.debug({ err: error, jobId }, 'answer could not be looked up');
      return null;
    }
  }

  /** Takes out a job whose answer nobody wants any more; one that runs at this moment ages out when it is done. */
  async function withdraw(jobId: string): Promise<void> {
    try {
      await (await queue.getJob(jobId))?.remove();
    } catch (error) {
      log.debug({ err: error, jobId }, 'job could not be withdrawn');
    }
  }

  return {
    async expect(jobId, signal, add) {
      let hint = Promise.withResolvers<void>();
      waiting.set(jobId, () => hint.resolve());
      const adding = add();
      try {
        await untilAborted(adding, signal);
        for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * 2, LAST_LOOK_MS)) {
          await untilAborted(Promise.race([hint.promise, delay(pauseMs, undefined, { ref: false })]), signal);
          hint = Promise.withResolvers<void>();
          const found = await untilAborted(look(jobId), signal);
          if (found !== null) return readOutcome(found);
        }
      } catch (error) {
        // A job that is still on its way into the queue cannot be taken out before it is there.
        if (signal.aborted) void adding.catch(() => {}).then(() => withdraw(jobId));
        throw error;
      } finally {
        waiting.delete(jobId);
      }
    },
    close: async () => events.close(),
  };
}
