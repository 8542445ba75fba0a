import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ConfigError } from '../packages/platform/src/index.ts';
import { backUpPostgres, type MigrationReport, migrateDatabase } from '../services/api-gateway/src/index.ts';
import { runScript } from './database-script.ts';

/**
 * Brings the database of DATABASE_URL, or without it the one that `npm start` keeps in DATA_DIR, to the current schema.
 * Before anything that holds data is changed it is backed up into DATA_DIR/backups, unless called with --without-backup.
 */
await runScript(async () => {
  const [unknown] = process.argv.slice(2).filter((word) => word !== '--without-backup');
  if (unknown !== undefined)
    throw new ConfigError([`"${unknown}" means nothing here; --without-backup is all there is`]);
  const wantsBackup = !process.argv.includes('--without-backup');
  const dataDir = process.env['DATA_DIR'] || '.data';
  const url = process.env['DATABASE_URL'] || undefined;
  report(url === undefined ? await migrateOwn(dataDir) : await migrateGiven(url, wantsBackup ? dataDir : null));
});

async function migrateOwn(dataDir: string): Promise<MigrationReport> {
  if (!existsSync(join(dataDir, 'db'))) {
    throw new ConfigError([
      `DATABASE_URL is missing (such as postgres://host:5432/tzurot), and there is no database in ${dataDir} either`,
    ]);
  }
  // Not in the image of a service, which has a DATABASE_URL.
  const { migrateEmbedded } = await import('../packages/startup/src/index.ts');
  const { backup, ...done } = await migrateEmbedded({ dataDir });
  if (backup !== null) console.log(`Backed up to ${backup}.`);
  return done;
}

async function migrateGiven(url: string, dataDir: string | null): Promise<MigrationReport> {
  return migrateDatabase({
    url,
    async beforeChange(missing) {
      if (dataDir === null) return;
      console.log(`Backing up before ${missing.join(', ')} …`);
      console.log(`Backed up to ${await backUpPostgres({ url, folder: join(dataDir, 'backups'), env: process.env })}.`);
    },
  });
}

function report({ applied, vectors }: MigrationReport): void {
  console.log(applied.length === 0 ? 'The schema is current.' : `Applied: ${applied.join(', ')}.`);
  if (vectors === 'not installed') {
    console.log('This Postgres has no pgvector: memories are found by their words alone.');
  }
  if (vectors === 'not permitted') {
    console.log('This user may not create the extension "vector": memories are found by their words alone.');
  }
}
