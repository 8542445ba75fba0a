import type { PGlite } from '@electric-sql/pglite';
import { errorMessage, LocalPostgresError } from '../errors.ts';
import type { Log } from '../log.ts';
import { createCluster, openCluster } from './cluster.ts';
import { type DataDirectory, directoryError, postgresMajor } from './data-directory.ts';

/**
 * Opens the database of a claimed directory, making it if the directory is new.
 * @param files the files of the cluster to make, as a tar; without them it is empty
 * @throws LocalPostgresError `disk-full` or `start-failed`
 */
export async function openDatabase(directory: DataDirectory, log: Log, files?: Uint8Array): Promise<PGlite> {
  const startedAt = performance.now();
  try {
    const db = directory.isNew
      ? await createCluster(directory.clusterPath, files && new Blob([new Uint8Array(files)]))
      : await openCluster(directory.clusterPath);
    if (directory.isNew) directory.finishCreation(await readEngineVersion(db));
    const tookMs = Math.round(performance.now() - startedAt);
    log.info({ dataDir: directory.path, isNew: directory.isNew, tookMs }, 'database opened');
    return db;
  } catch (cause) {
    const error = directoryError(cause, directory.path);
    if (error instanceof LocalPostgresError) throw error;
    const sentence = `The database in ${directory.path} could not be opened (${errorMessage(cause)}). If it is damaged, restore a dump into an empty directory.`;
    throw new LocalPostgresError('start-failed', sentence, { cause });
  }
}

/** Closes an engine, which may be broken: what it has acknowledged is in its log and comes back with the next start. */
export async function closeDatabase(db: PGlite, log: Log): Promise<void> {
  try {
    await db.close();
  } catch (error) {
    log.warn({ err: error }, 'the database engine did not close cleanly');
  }
}

/** Such as `PostgreSQL 18.6 (PGlite 0.5.14)`; the major version is the one that directories are checked for. */
async function readEngineVersion(db: PGlite): Promise<string> {
  const { rows } = await db.query<{ version: string }>("SELECT split_part(version(), ' on ', 1) AS version");
  const version = rows[0]?.version ?? '';
  if (!version.startsWith(`PostgreSQL ${postgresMajor}.`)) {
    throw new Error(`the engine is ${version}, not Postgres ${postgresMajor}`);
  }
  return version;
}
