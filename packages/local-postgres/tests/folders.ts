import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

/** A folder for one test, removed after it. */
export function makeFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'local-postgres-'));
  folders.push(path);
  return path;
}

const folders: string[] = [];

afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});
