import { join } from 'node:path';
import { keepLatestBackups, type MigrationReport, migrateDatabase, newBackupFile } from '@tzurot/api-gateway';
import { startLocalPostgres } from '@tzurot/local-postgres';
import { explainStart } from './explain-start.ts';
import { makeSecrets } from './secrets-file.ts';

/** Where backups of an installation's own database are kept. */
export const backupFolder = (dataDir: string): string => join(dataDir, 'backups');

/** The directory of an installation's own database. */
export const databaseFolder = (dataDir: string): string => join(dataDir, 'db');

/**
 * Brings the database of a data directory, whose `npm start` does not run, to the current schema. Before anything that
 * holds data is changed, all of it is written into a file of `backups/`, of which the last five are kept.
 * @throws ConfigError when the database is in use, or its history does not fit
 */
export async function migrateEmbedded({
  dataDir,
  directory,
}: {
  dataDir: string;
  /** Of the migrations; the project's own when absent. */
  directory?: string;
}): Promise<MigrationReport & { backup: string | null }> {
  const place = { dataDir: databaseFolder(dataDir), password: makeSecrets().databasePassword };
  const database = await startLocalPostgres(place).catch(explainStart('DATABASE_PORT', 0));
  let backup: string | null = null;
  try {
    const report = await migrateDatabase({
      url: database.url,
      ...(directory !== undefined && { directory }),
      async beforeChange() {
        backup = await dumpTo(dataDir, (file) => database.dump(file));
      },
    });
    return { ...report, backup };
  } finally {
    await database.close();
  }
}

/** @param dump writes all data into a file @returns the file */
export async function dumpTo(dataDir: string, dump: (file: string) => Promise<void>): Promise<string> {
  const folder = backupFolder(dataDir);
  const file = newBackupFile(folder, 'dump');
  await dump(file);
  keepLatestBackups(folder);
  return file;
}
