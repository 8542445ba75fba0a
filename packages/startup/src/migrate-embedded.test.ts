import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { restoreLocalPostgres, startLocalPostgres } from '@tzurot/local-postgres';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { backupFolder, databaseFolder, migrateEmbedded } from './migrate-embedded.ts';

const migrations = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

async function query(dbDirectory: string, statement: string): Promise<unknown[]> {
  const server = await startLocalPostgres({ dataDir: dbDirectory });
  const client = new Client(server.url);
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  await server.close();
  return rows;
}

it('backs an embedded database up before it changes it, and the backup brings everything back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const dataDir = join(folder, 'data');
  const directory = join(folder, 'migrations');
  cpSync(process.env['TEST_DATABASE_DIRECTORY'] ?? '', databaseFolder(dataDir), { recursive: true });
  await query(databaseFolder(dataDir), `CREATE TABLE kept AS SELECT 'before' AS word`);
  cpSync(migrations, directory, { recursive: true });
  mkdirSync(join(directory, '99990101000000_careless'));
  writeFileSync(join(directory, '99990101000000_careless', 'migration.sql'), 'DROP TABLE kept;');

  const { applied, backup } = await migrateEmbedded({ dataDir, directory });

  expect(applied).toEqual(['99990101000000_careless']);
  expect(readdirSync(backupFolder(dataDir)).map((name) => join(backupFolder(dataDir), name))).toEqual([backup]);
  expect(statSync(backup ?? '').mode & 0o077).toBe(0);
  await restoreLocalPostgres({ filePath: backup ?? '', dataDir: join(folder, 'restored') });
  expect(await query(join(folder, 'restored'), 'SELECT word FROM kept')).toEqual([{ word: 'before' }]);
}, 120_000);
