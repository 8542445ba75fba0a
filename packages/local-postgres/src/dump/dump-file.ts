import { existsSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { directoryError } from '../data/data-directory.ts';
import { errorMessage, LocalPostgresError, systemErrorCode } from '../errors.ts';

// Three times faster than the usual level, for a file a tenth larger.
const compressionLevel = 3;

/**
 * Writes a cluster's files (a tar) into a new file, compressed and readable by its owner only.
 * The file is there complete and on the disk, or not at all.
 * @throws LocalPostgresError `disk-full`, or `dump-not-writable` when the file exists or cannot be made
 */
export async function writeDumpFile(filePath: string, files: Uint8Array): Promise<void> {
  const path = resolve(filePath);
  const unfinishedPath = `${path}.unfinished`;
  if (existsSync(path)) {
    throw new LocalPostgresError(
      'dump-not-writable',
      `${path} exists already. A dump never replaces a file; choose another name.`,
    );
  }
  try {
    const file = await open(unfinishedPath, 'w', 0o600);
    try {
      await file.writeFile(await promisify(gzip)(files, { level: compressionLevel }));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinishedPath, path);
  } catch (cause) {
    await rm(unfinishedPath, { force: true });
    if (systemErrorCode(cause) === 'ENOSPC') throw directoryError(cause, path);
    throw new LocalPostgresError(
      'dump-not-writable',
      `The dump could not be written to ${path}: ${errorMessage(cause)}.`,
      { cause },
    );
  }
}

/**
 * Reads what `writeDumpFile` has written.
 * @throws LocalPostgresError `dump-not-readable`
 */
export async function readDumpFile(filePath: string): Promise<Buffer> {
  const path = resolve(filePath);
  try {
    return await promisify(gunzip)(await readFile(path));
  } catch (cause) {
    const isAbsent = systemErrorCode(cause) === 'ENOENT';
    const reason = isAbsent ? 'there is no such file' : `it is not a complete dump (${errorMessage(cause)})`;
    throw new LocalPostgresError('dump-not-readable', `The dump ${path} cannot be restored: ${reason}.`, { cause });
  }
}
