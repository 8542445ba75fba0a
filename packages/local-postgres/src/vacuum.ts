import type { Log } from './log.ts';
import { quoteIdentifier } from './sql/quote.ts';
import type { SharedSession } from './wire/shared-session.ts';

/** Whoever lends the session while nobody else uses it. */
export interface SessionLender {
  exclusively<T>(task: (session: SharedSession) => Promise<T>): Promise<T>;
}

/** A table that wants tidying, its name quoted and with its schema. */
interface UntidyTable {
  name: string;
  isBloated: boolean;
}

/**
 * PGlite has no autovacuum, so this does its work: every `intervalMs` it vacuums tables with many dead rows and
 * analyzes those that changed much. A queue's tables change completely within seconds; left alone they grow without
 * end. Clients get their turns between two tables.
 * @returns the function that stops it
 */
export function vacuumWhileBusy(lender: SessionLender, intervalMs: number, log: Log): () => void {
  if (intervalMs === 0) return () => {};
  let isTidying = false;
  const tidy = async () => {
    if (isTidying) return;
    isTidying = true;
    try {
      await tidyTables(lender, log);
    } catch (error) {
      log.warn({ err: error }, 'tables could not be vacuumed');
    } finally {
      isTidying = false;
    }
  };
  const timer = setInterval(() => void tidy(), intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Vacuums and analyzes what needs it now.
 * @returns the names of the tables it touched
 */
export async function tidyTables(lender: SessionLender, log: Log): Promise<string[]> {
  const tables = await lender.exclusively(readUntidyTables);
  for (const { name, isBloated } of tables) {
    const startedAt = performance.now();
    // A table may be gone by now; the next round does not see it any more.
    await lender.exclusively((session) => session.query(isBloated ? `VACUUM (ANALYZE) ${name}` : `ANALYZE ${name}`));
    log.info(
      { table: name, tookMs: Math.round(performance.now() - startedAt) },
      isBloated ? 'table vacuumed' : 'table analyzed',
    );
  }
  return tables.map(({ name }) => name);
}

// The thresholds of Postgres' own autovacuum, but for small, busy tables: there it waits for too many dead rows.
// Source: PostgreSQL documentation, "The Autovacuum Daemon".
const untidyTablesSql = `
  SELECT schemaname, relname, n_dead_tup >= 200 + 0.2 * n_live_tup AS is_bloated
  FROM pg_stat_user_tables
  WHERE n_dead_tup >= 200 + 0.2 * n_live_tup OR n_mod_since_analyze >= 200 + 0.1 * n_live_tup
  ORDER BY n_dead_tup DESC`;

async function readUntidyTables(session: SharedSession): Promise<UntidyTable[]> {
  // Counts are otherwise published only now and then.
  await session.query('SELECT pg_stat_force_next_flush()');
  const rows = await session.query(untidyTablesSql);
  return rows.map(([schema, table, isBloated]) => ({
    name: `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(table ?? '')}`,
    isBloated: isBloated === 't',
  }));
}
