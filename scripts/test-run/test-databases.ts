import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { startLocalPostgres } from '../../packages/local-postgres/src/index.ts';
import { migrateDatabase } from '../../services/api-gateway/src/index.ts';
import { cache, root } from '../bootstrap/paths.mjs';

/**
 * Vitest's global setup: makes one migrated database of each kind, which tests copy instead of migrating their own.
 * Where they are is in the environment: TEST_DATABASE_FILES (a tar for a database in memory), TEST_DATABASE_DIRECTORY (a
 * data directory) and, where DATABASE_URL_TEST names a server, TEST_DATABASE_TEMPLATE (the name of a database there).
 */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await provideEmbedded();
  process.env['TEST_DATABASE_FILES'] = join(folder, 'cluster.tar');
  process.env['TEST_DATABASE_DIRECTORY'] = join(folder, 'db');
  const serverUrl = process.env['DATABASE_URL_TEST'];
  return serverUrl === undefined ? async () => {} : provideReal(serverUrl);
}

/** Kept from run to run, until a migration or the engine changes. @returns its folder */
async function provideEmbedded(): Promise<string> {
  const parent = join(cache, 'test-databases');
  const folder = join(parent, describeSchema());
  if (existsSync(folder)) return folder;
  rmSync(parent, { recursive: true, force: true });
  const building = join(parent, `building-${process.pid}`);
  mkdirSync(building, { recursive: true });
  const database = await startLocalPostgres({ dataDir: join(building, 'db') });
  await migrateDatabase(database);
  const dump = join(building, 'cluster.dump');
  await database.dump(dump);
  await database.close();
  writeFileSync(join(building, 'cluster.tar'), gunzipSync(readFileSync(dump)));
  rmSync(dump);
  renameSync(building, folder);
  return folder;
}

function describeSchema(): string {
  const migrations = join(root, 'prisma', 'migrations');
  const engine = join(root, 'packages', 'local-postgres', 'package.json');
  const files = readdirSync(migrations)
    .toSorted()
    .map((name) => join(migrations, name, 'migration.sql'))
    .filter((file) => existsSync(file));
  const hash = createHash('sha256');
  for (const file of [engine, ...files]) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

async function provideReal(serverUrl: string): Promise<() => Promise<void>> {
  const name = `tzurot_template_${randomUUID().replaceAll('-', '')}`;
  await runOn(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrateDatabase({ url: url.href });
  process.env['TEST_DATABASE_TEMPLATE'] = name;
  return () => runOn(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
}

async function runOn(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
