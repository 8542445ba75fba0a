import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalPostgres } from '../packages/local-postgres/src/index.ts';
import { diffSchema } from '../services/api-gateway/src/database/authoring/diff-schema.ts';
import { MIGRATIONS_DIRECTORY, SCHEMA_FILE } from '../services/api-gateway/src/database/locations.ts';
import { migrateDatabase } from '../services/api-gateway/src/index.ts';
import { runScript } from './database-script.ts';

/** Writes the migration that leads from those there are to prisma/schema.prisma; to be read and committed by hand. */
await runScript(async () => {
  const [words] = process.argv.slice(2);
  if (words === undefined || !/^[a-z][a-z0-9_]{2,60}$/.test(words)) {
    throw new Error('Usage: node scripts/new-migration.ts <what_it_does>, in lower case with underscores');
  }
  const scratch = await startLocalPostgres({ memory: true });
  try {
    await migrateDatabase({ url: scratch.url });
    const sql = await diffSchema({ url: scratch.url, schema: await readFile(SCHEMA_FILE, 'utf8') });
    if (sql === null) {
      console.log('The migrations lead to the schema already.');
      return;
    }
    const timestamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const directory = join(MIGRATIONS_DIRECTORY, `${timestamp}_${words}`);
    await mkdir(directory);
    await writeFile(join(directory, 'migration.sql'), sql);
    console.log(`Written: ${directory}/migration.sql. Read it before you commit it.`);
  } finally {
    await scratch.close();
  }
});
