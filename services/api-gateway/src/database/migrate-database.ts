import { Client } from 'pg';
import { addVectors, type VectorSupport } from './add-vectors.ts';
import { applyMigrations } from './apply-migrations.ts';
import { MIGRATIONS_DIRECTORY } from './locations.ts';

export interface MigrationReport {
  /** The names of the migrations that were applied now. */
  applied: string[];
  /** Whether memories can have vectors; without, memory goes by words alone. */
  vectors: VectorSupport;
}

/** Brings a database to the current schema. @throws ConfigError when its history does not fit */
export async function migrateDatabase({ url }: { url: string }): Promise<MigrationReport> {
  const client = new Client({ connectionString: url, application_name: 'tzurot migrate' });
  await client.connect();
  try {
    const applied = await applyMigrations(client, MIGRATIONS_DIRECTORY);
    return { applied, vectors: await addVectors(client) };
  } finally {
    await client.end();
  }
}
