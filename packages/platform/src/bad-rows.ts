import type { BadRow } from '@tzurot/contracts';
import type { Log } from './log.ts';
import { counter, type Metrics } from './metrics.ts';

/** Rows that were left out of answers because their values do not fit: counted, logged, and remembered for an operator. */
export interface BadRows {
  report(rows: readonly BadRow[]): void;
  /** Those of the last hour, the latest first. */
  list(): BadRow[];
}

const REMEMBERED_MS = 60 * 60_000;
const MAX_REMEMBERED = 1_000;

/** Each row is logged once in an hour, however often it is left out. */
export function createBadRows({
  log,
  metrics,
  now = Date.now,
}: {
  log: Log;
  metrics: Metrics;
  now?: () => number;
}): BadRows {
  const leftOut = counter(metrics, 'bad_rows_total', 'Rows left out of answers because their values do not fit.');
  const seen = new Map<string, { row: BadRow; at: number }>();

  const forgetOld = () => {
    for (const [key, { at }] of seen) {
      if (seen.size <= MAX_REMEMBERED && at > now() - REMEMBERED_MS) break;
      seen.delete(key);
    }
  };

  return {
    report(rows) {
      for (const row of rows) {
        leftOut.inc();
        const key = `${row.table} ${row.id}`;
        if (!seen.has(key))
          log.error({ table: row.table, rowId: row.id, problem: row.problem }, 'row left out: it does not fit');
        // Put in again, so that the oldest stand first.
        seen.delete(key);
        seen.set(key, { row, at: now() });
      }
      forgetOld();
    },
    list() {
      forgetOld();
      return [...seen.values()].map(({ row }) => row).toReversed();
    },
  };
}
