import { DatabaseSync } from 'node:sqlite';

/**
 * Takes the operating system's lock on a file, held until released or until the process ends in any way, kill -9 included.
 * SQLite is here only for its portable file locks: it works on every platform, across containers that share a
 * volume, and needs no guess whether the process of a remembered id still lives. The file stays empty.
 * @returns the release, or null when another owner holds the lock
 */
export function lockFile(path: string): (() => void) | null {
  const file = new DatabaseSync(path);
  try {
    file.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return () => file.close();
  } catch (error) {
    file.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return null;
    throw error;
  }
}

// Source: SQLite documentation, "Result and Error Codes".
const sqliteBusy = 5;
