import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';

const enginePath = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
const engineVersion = (JSON.parse(readFileSync(join(enginePath, '../package.json'), 'utf8')) as { version: string })
  .version;

/** Opens the cluster in a directory that holds one. */
export function openCluster(clusterPath: string): Promise<PGlite> {
  return open({ dataDir: clusterPath });
}

/**
 * Makes a cluster and opens it.
 * @param clusterPath an empty directory, or null for one in memory
 * @param files the files of a cluster as an uncompressed tar; without them the database is empty
 */
export async function createCluster(clusterPath: string | null, files?: Blob): Promise<PGlite> {
  return open({ dataDir: clusterPath ?? 'memory://', loadDataDir: files ?? (await loadEmptyCluster()) });
}

// Postgres' own defaults are for a machine of its own. Less memory costs little, because the files' pages are in the
// system's cache anyway; a shorter log makes the start after a kill quick and the directory small.
const startParams = [
  ...PGlite.defaultStartParams,
  ...['shared_buffers=32MB', 'min_wal_size=32MB', 'max_wal_size=128MB'].flatMap((setting) => ['-c', setting]),
];

function open(options: PGliteOptions): Promise<PGlite> {
  return PGlite.create({ ...options, extensions: { vector, pg_trgm }, startParams });
}

/**
 * The files of an empty cluster. Making them takes seconds and loading them a fraction of one, so they are
 * kept beside the installed packages, where an installation of another version starts over.
 */
async function loadEmptyCluster(): Promise<Blob> {
  const cachePath = fileURLToPath(
    new URL(`../../node_modules/.cache/empty-cluster-${engineVersion}.tar`, import.meta.url),
  );
  try {
    return new Blob([readFileSync(cachePath)]);
  } catch {
    // Not there yet.
  }
  const db = await open({ dataDir: 'memory://' });
  const files = await db.dumpDataDir('none');
  await db.close();
  try {
    const unfinishedPath = `${cachePath}.${process.pid}`;
    mkdirSync(dirname(cachePath), { recursive: true });
    writeFileSync(unfinishedPath, Buffer.from(await files.arrayBuffer()));
    renameSync(unfinishedPath, cachePath);
  } catch {
    // A read-only installation works too, only slower.
  }
  return files;
}

/** The files of a whole cluster as a tar. Nothing may run meanwhile. */
export async function readClusterFiles(db: PGlite): Promise<Buffer> {
  return Buffer.from(await (await db.dumpDataDir('none')).arrayBuffer());
}
