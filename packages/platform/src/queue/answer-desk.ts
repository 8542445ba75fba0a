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

/** Events are only a quick hint, since some may be missed while a connection is lost; this finds what they missed. */
const LOOK_AGAIN_MS = 1_000;

export function createAnswerDesk({ queue, events, log }: { queue: JobQueue; events: JobEvents; log: Log }): AnswerDesk {
  const waiting = new Map<string, () => void>();
  events.on('error', (error) => log.debug({ err: error }, 'queue events error'));
  for (const event of ['completed', 'failed'] as const)
    events.on(event, ({ jobId }: { jobId: string }) => waiting.get(jobId)?.());

  /** The outcome, once there is one; a finished job is removed. */
  async function look(jobId: string): Promise<{ text: string } | null> {
    const job = await queue.getJob(jobId);
    const text = job?.data.outcome;
    if (job === undefined || text === undefined || !(await job.isCompleted())) return null;
    await job.remove().catch((error: unknown) => log.debug({ err: error, jobId }, 'answered job could not be removed'));
    return { text };
  }

  return {
    async expect(jobId, signal, add) {
      let wake = (): void => {};
      const abort = () => wake();
      signal.addEventListener('abort', abort);
      let hinted = false;
      waiting.set(jobId, () => {
        hinted = true;
        wake();
      });
      try {
        await add();
        for (;;) {
          signal.throwIfAborted();
          if (!hinted) {
            await new Promise<void>((resolve) => {
              const timer = setTimeout(resolve, LOOK_AGAIN_MS);
              wake = () => {
                clearTimeout(timer);
                resolve();
              };
            });
          }
          hinted = false;
          const found = await look(jobId).catch((error: unknown) => {
            log.debug({ err: error, jobId }, 'answer could not be looked up');
            return null;
          });
          if (found !== null) return readOutcome(found.text);
        }
      } finally {
        waiting.delete(jobId);
        signal.removeEventListener('abort', abort);
      }
    },
    close: async () => events.close(),
  };
}
