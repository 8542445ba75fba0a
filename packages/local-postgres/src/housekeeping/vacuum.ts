import type { Log } from '../log.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import type { SessionLender } from './keep-house.ts';
import type { SharedSession } from '../wire/shared-session.ts';

/** A table that wants tidying, its name quoted and with its schema. */
interface UntidyTable {
  name: string;
  isBloated: boolean;
}

/**
 * Vacuums tables with many dead rows and analyzes those that changed much, as autovacuum would.
 * A queue's tables change completely within seconds; left alone they grow without end.
 * @returns the quoted names of the tables it touched
 */
export async function vacuumTables(lender: SessionLender, log: Log): Promise<string[]> {
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
