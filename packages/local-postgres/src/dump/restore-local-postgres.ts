import { claimDataDirectory, postgresMajor } from '../data/data-directory.ts';
import { closeDatabase, openDatabase } from '../data/database.ts';
import { LocalPostgresError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { readDumpFile } from './dump-file.ts';
import { readTarEntry } from './tar.ts';

/**
 * Makes a data directory from a dump. The directory must be absent or empty.
 * @throws LocalPostgresError with a sentence for whoever can act on it; the directory then holds no database
 */
export async function restoreLocalPostgres({
  filePath,
  dataDir,
}: {
  filePath: string;
  dataDir: string;
}): Promise<void> {
  const files = await readDumpFile(filePath);
  refuseOtherVersion(filePath, files);
  const directory = claimDataDirectory(dataDir);
  try {
    if (!directory.isNew) {
      throw new LocalPostgresError(
        'data-directory-not-empty',
        `${directory.path} holds a database already, and restoring never replaces one. Choose an empty directory, or move that one away.`,
      );
    }
    await closeDatabase(await openDatabase(directory, silentLog, files), silentLog);
  } finally {
    directory.release();
  }
}

function refuseOtherVersion(filePath: string, files: Buffer): void {
  const major = readTarEntry(files, '/PG_VERSION')?.toString().trim();
  if (major === postgresMajor) return;
  const reason =
    major === undefined
      ? 'it is not a dump of a local database'
      : `it was made by Postgres ${major} and this program brings Postgres ${postgresMajor}`;
  throw new LocalPostgresError('dump-not-readable', `The dump ${filePath} cannot be restored: ${reason}.`);
}
