import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** How many backups are kept of those that migrations make. */
const KEPT = 5;
const OURS = /^before-migration-\d{8}T\d{9}Z\./;

/** A name in `folder` for a backup made now; the folder (0700) is made where it is missing. The file is not there yet. */
export function newBackupFile(folder: string, suffix: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const moment = new Date().toISOString().replaceAll(/[-:.]/g, '');
  return join(folder, `before-migration-${moment}.${suffix}`);
}

/** Removes all but the latest backups; what else is in the folder stays. */
export function keepLatestBackups(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => OURS.test(name))
    .toSorted()
    .toReversed();
  for (const name of files.slice(KEPT)) rmSync(join(folder, name));
}
