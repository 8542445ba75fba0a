import type { Log } from '../log.ts';
import { checkpointWhenDue } from './checkpoint.ts';
import type { SessionLender } from './session-lender.ts';
import { vacuumTables } from './vacuum.ts';

/**
 * Does by a timer what Postgres' background processes do, which PGlite does not have.
 * Clients get their turns between two pieces of work; while they are silent there is none.
 * @returns the function that stops it
 */
export function keepHouse(lender: SessionLender, intervalMs: number, log: Log): () => void {
  if (intervalMs === 0) return () => {};
  let isBusy = false;
  let turnCountDone = 0;
  const work = async () => {
    const turnCount = lender.clientTurnCount;
    if (isBusy || turnCount === turnCountDone) return;
    isBusy = true;
    turnCountDone = turnCount;
    try {
      await vacuumTables(lender, log);
      await checkpointWhenDue(lender, log);
    } catch (error) {
      log.warn({ err: error }, 'housekeeping failed');
    } finally {
      isBusy = false;
    }
  };
  const timer = setInterval(() => void work(), intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
