import { readClusterFiles } from '../data/cluster.ts';
import { claimDataDirectory, type DataDirectory, hasDatabase, readOwnerUrl } from '../data/data-directory.ts';
import { closeDatabase, openDatabase } from '../data/database.ts';
import { errorMessage, LocalPostgresError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { writeDumpFile } from './dump-file.ts';
import { fetchDump } from './fetch-dump.ts';

/**
 * Writes all data of a directory into a new file, whether its database runs meanwhile or not.
 * @throws LocalPostgresError with a sentence for whoever can act on it
 */
export async function dumpLocalPostgres({ dataDir, filePath }: { dataDir: string; filePath: string }): Promise<void> {
  if (!hasDatabase(dataDir)) {
    throw new LocalPostgresError(
      'data-directory-foreign',
      `There is no database in ${dataDir}. Give the directory that its owner was started with.`,
    );
  }
  const directory = claimUnlessInUse(dataDir);
  await writeDumpFile(filePath, directory ? await readFiles(directory) : await askForFiles(dataDir));
}

function claimUnlessInUse(dataDir: string): DataDirectory | null {
  try {
    return claimDataDirectory(dataDir);
  } catch (error) {
    if (error instanceof LocalPostgresError && error.code === 'data-directory-in-use') return null;
    throw error;
  }
}

async function askForFiles(dataDir: string): Promise<Buffer> {
  const url = readOwnerUrl(dataDir);
  try {
    return await fetchDump(url);
  } catch (cause) {
    const sentence = `The database that has ${dataDir} open could not be asked for a dump: ${errorMessage(cause)}.`;
    throw new LocalPostgresError('data-directory-in-use', sentence, { cause });
  }
}

async function readFiles(directory: DataDirectory): Promise<Buffer> {
  try {
    const db = await openDatabase(directory, silentLog);
    try {
      return await readClusterFiles(db);
    } finally {
      await closeDatabase(db, silentLog);
    }
  } finally {
    directory.release();
  }
}
