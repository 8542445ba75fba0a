import type { Log } from '@tzurot/platform';
import type { Pool } from 'pg';

/** Whether the database can write: it may answer every question while its disk is full. */
export interface WriteWatch {
  /** Told of every statement that failed. */
  note(error: unknown): void;
  /** For a health check. @throws Error while the database cannot write */
  check(): Promise<void>;
}

/** Needs room on the disk, like any write, and leaves nothing behind. */
const PROBE = `DO $$ BEGIN
  IF current_setting('transaction_read_only') = 'on' THEN RAISE read_only_sql_transaction; END IF;
  CREATE TEMP TABLE write_probe ON COMMIT DROP AS SELECT repeat('x', 1500) AS filler FROM generate_series(1, 20);
END $$`;

/** Costs nothing until a write has failed; from then on each check tries one, until one succeeds. */
export function watchWrites(pool: Pick<Pool, 'query'>, log: Log): WriteWatch {
  let isFailing = false;
  return {
    note(error) {
      if (isFailing || !isRefusedWrite(error)) return;
      isFailing = true;
      log.error({ err: error }, 'the database cannot write');
    },
    async check() {
      if (!isFailing) return;
      await pool.query(PROBE);
      isFailing = false;
      log.info('the database can write again');
    },
  };
}

// Source: PostgreSQL, appendix A: disk_full, io_error, read_only_sql_transaction.
const CODES: ReadonlySet<unknown> = new Set(['53100', '58030', '25006']);

function isRefusedWrite(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && CODES.has(error.code)) return true;
  return /No space left on device|read-only transaction/i.test(error.message) || isRefusedWrite(error.cause);
}
