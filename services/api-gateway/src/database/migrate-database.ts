import { ConfigError, redactText } from '@tzurot/platform';
import { Client } from 'pg';
import { addVectors, type VectorSupport } from './add-vectors.ts';
import { applyMigrations, findMissing } from './apply-migrations.ts';
import { MIGRATIONS_DIRECTORY } from './locations.ts';

export interface MigrationReport {
  /** The names of the migrations that were applied now. */
  applied: string[];
  /** Whether memories can have vectors; without, memory goes by words alone. */
  vectors: VectorSupport;
}

export interface MigrationOptions {
  url: string;
  /** Of the migrations; the project's own when absent. */
  directory?: string;
  /** Called before a database that was migrated before is changed, for a backup; nothing is changed when it fails. */
  beforeChange?: (missing: readonly string[]) => Promise<void>;
}

/** Brings a database to the current schema. @throws ConfigError when it cannot be opened, or its history does not fit */
export async function migrateDatabase({
  url,
  directory = MIGRATIONS_DIRECTORY,
  beforeChange,
}: MigrationOptions): Promise<MigrationReport> {
  const client = new Client({ connectionString: url, application_name: 'tzurot migrate' });
  await client.connect().catch(explainConnect);
  try {
    const { missing, isEmpty } = await findMissing(client, directory);
    if (missing.length > 0 && !isEmpty) await beforeChange?.(missing);
    const applied = await applyMigrations(client, directory);
    return { applied, vectors: await addVectors(client) };
  } finally {
    await client.end();
  }
}

function explainConnect(error: unknown): never {
  // A name with several addresses fails with one error for each.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const reason = first instanceof Error ? first.message : String(first);
  throw new ConfigError(
    [`DATABASE_URL: the database cannot be opened (${redactText(reason)}); start it, or correct the address`],
    {
      cause: error,
    },
  );
}
