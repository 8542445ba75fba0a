import type { Log } from '../log.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import type { SharedSession } from '../wire/shared-session.ts';
import type { SessionLender } from './session-lender.ts';

/** A table that wants tidying, its name quoted and with its schema. */
interface UntidyTable {
  name: string;
  command: string;
}

/**
 * Vacuums tables with many dead rows and analyzes those that changed much, as autovacuum would.
 * A queue's tables change completely within seconds; left alone they grow without end.
 * @returns the quoted names of the tables it touched
 */
export async function vacuumTables(lender: SessionLender, log: Log): Promise<string[]> {
  const tables = await lender.exclusively(readUntidyTables);
  for (const { name, command } of tables) {
    const startedAt = performance.now();
    await lender.exclusively((session) => session.query(`${command} ${name}`));
    log.info({ table: name, command, tookMs: Math.round(performance.now() - startedAt) }, 'table tidied');
  }
  return tables.map(({ name }) => name);
}

// As autovacuum decides, with numbers for small, busy tables. The catalogs are among them; statistics of the
// tables that hold long values cannot be taken.
// Source: PostgreSQL documentation, "The Autovacuum Daemon".
const untidyTablesSql = `
  SELECT schemaname, relname, CASE
      WHEN NOT is_bloated THEN 'ANALYZE' WHEN schemaname = 'pg_toast' THEN 'VACUUM' ELSE 'VACUUM (ANALYZE)' END
  FROM (
    SELECT *, n_dead_tup >= 200 + 0.2 * n_live_tup AS is_bloated, n_mod_since_analyze >= 200 + 0.1 * n_live_tup AS is_changed
    FROM pg_stat_all_tables
  ) AS tables
  WHERE is_bloated OR (is_changed AND schemaname <> 'pg_toast')
  ORDER BY n_dead_tup DESC`;

async function readUntidyTables(session: SharedSession): Promise<UntidyTable[]> {
  // Counts are otherwise published only now and then.
  await session.query('SELECT pg_stat_force_next_flush()');
  const rows = await session.query(untidyTablesSql);
  return rows.map(([schema, table, command]) => ({
    name: `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(table ?? '')}`,
    command: command ?? '',
  }));
}
