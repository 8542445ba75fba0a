import type { Clock, Log } from '@tzurot/platform';

/** Between two steps, so that people's turns come first. */
const PAUSE_MS = 100;
/** After everything is done or something failed: other gateways, older ones too, may leave more behind. */
const REST_MS = 10 * 60_000;

/** Work on stored rows that is done beside everything else, a few rows at a time. */
export interface BackgroundWork {
  /** For the log, such as "secrets re-encrypted". */
  done: string;
  /** @returns how many rows it changed; 0 when nothing is left */
  step(): Promise<number>;
}

/** Repeats the steps of each work, one after another, until everything is done; then looks again every ten minutes. */
export function workInBackground(
  works: readonly BackgroundWork[],
  { clock, log }: { clock: Clock; log: Log },
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const finish = async ({ done, step }: BackgroundWork) => {
    let rows = 0;
    try {
      for (let changed = await step(); changed > 0 && !signal.aborted; changed = await step()) {
        rows += changed;
        await clock.sleep(PAUSE_MS, signal);
      }
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error, work: done }, 'background work failed, to be tried again');
    }
    if (rows > 0) log.info({ rows }, done);
  };
  const running = (async () => {
    while (!signal.aborted) {
      for (const work of works) if (!signal.aborted) await finish(work);
      await clock.sleep(REST_MS, signal).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
