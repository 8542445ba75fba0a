import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@tzurot/platform';
import type { ClientBase } from 'pg';
import { v7 as uuidV7 } from 'uuid';

/** A `migration.sql` with the checksum that Prisma's own history keeps of it. */
interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface HistoryRow {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
}

/** The key that Prisma's own engine locks, so that the two never run at once. */
export const MIGRATION_LOCK = 72_707_369;

/** The table as Prisma's own engine creates it. */
const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Brings a database to the schema of `directory`, each migration in a transaction of its own together
 * with its line in the history. Two at once take turns.
 * @returns the names of the migrations that were applied now
 * @throws ConfigError when a migration was edited after it was applied, failed earlier under another tool, or is of a newer
 *   version of this program
 */
export async function applyMigrations(client: ClientBase, directory: string): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const applied: string[] = [];
  for (;;) {
    const name = await applyNext(client, migrations);
    if (name === null) return applied;
    applied.push(name);
  }
}

/**
 * Whether everything in `directory` is applied, without changing anything.
 * @throws ConfigError with what to do when it is not
 */
export async function checkMigrated(client: Pick<ClientBase, 'query'>, directory: string): Promise<void> {
  const { missing } = await findMissing(client, directory);
  if (missing.length === 0) return;
  throw new ConfigError([
    `DATABASE_URL: the database lacks the migrations ${missing.join(', ')}; run \`npm run migrate\``,
  ]);
}

/** The migrations of `directory` that are not applied yet, and whether none ever was. */
export async function findMissing(
  client: Pick<ClientBase, 'query'>,
  directory: string,
): Promise<{ missing: string[]; isEmpty: boolean }> {
  const migrations = await readMigrations(directory);
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
  );
  const history = rows[0]?.there === true ? await readHistory(client) : [];
  return { missing: findPending(migrations, history).map(({ name }) => name), isEmpty: history.length === 0 };
}

async function applyNext(client: ClientBase, migrations: readonly Migration[]): Promise<string | null> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(HISTORY_TABLE);
    const [next] = findPending(migrations, await readHistory(client));
    if (next !== undefined) await apply(client, next);
    await client.query('COMMIT');
    return next?.name ?? null;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

async function apply(client: ClientBase, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`migration ${name} failed and was undone: ${reason}`, { cause: error });
  }
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
    [uuidV7(), checksum, name],
  );
}

async function readHistory(client: Pick<ClientBase, 'query'>): Promise<HistoryRow[]> {
  const { rows } = await client.query<HistoryRow>(
    'SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations',
  );
  return rows;
}

function findPending(migrations: readonly Migration[], history: readonly HistoryRow[]): Migration[] {
  const failed = history.find((row) => row.finished_at === null && row.rolled_back_at === null);
  if (failed) {
    throw new ConfigError([
      `DATABASE_URL: migration ${failed.migration_name} failed earlier and left the schema half changed; repair it, then mark it with \`prisma migrate resolve\``,
    ]);
  }
  const checksums = new Map(
    history.filter((row) => row.rolled_back_at === null).map((row) => [row.migration_name, row.checksum]),
  );
  const edited = migrations.find(({ name, checksum }) => (checksums.get(name) ?? checksum) !== checksum);
  if (edited) {
    throw new ConfigError([
      `migration ${edited.name} was edited after it was applied; restore prisma/migrations/${edited.name}/migration.sql and put the change into a new migration`,
    ]);
  }
  const latest = migrations.at(-1)?.name ?? '';
  const newer = [...checksums.keys()].filter((name) => name > latest).toSorted();
  if (newer.length > 0) {
    throw new ConfigError([
      `DATABASE_URL: a newer version of Tzurot has changed this database (${newer.join(', ')}); start that version, or restore a backup from before it`,
    ]);
  }
  return migrations.filter(({ name }) => !checksums.has(name));
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (names.length === 0) throw new ConfigError([`there are no migrations in ${directory}`]);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const file = await readFile(join(directory, name, 'migration.sql'));
      return { name, sql: file.toString('utf8'), checksum: createHash('sha256').update(file).digest('hex') };
    }),
  );
}
