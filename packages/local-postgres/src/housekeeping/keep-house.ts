import type { Log } from '../log.ts';
import type { SharedSession } from '../wire/shared-session.ts';
import { checkpointWhenDue } from './checkpoint.ts';
import { vacuumTables } from './vacuum.ts';

/** Whoever lends the session while nobody else uses it. */
export interface SessionLender {
  /** How often a client has had the session so far. */
  readonly clientTurnCount: number;
  exclusively<T>(task: (session: SharedSession) => Promise<T>): Promise<T>;
}

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
