import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { keepLatestBackups, newBackupFile } from './backup-files.ts';

it('keeps the five latest backups and everything that is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backups-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const older = Array.from({ length: 6 }, (_, day) => `before-migration-2026010${day + 1}T120000000Z.dump`);
  for (const name of [...older, 'mine.dump']) writeFileSync(join(folder, name), '');
  const newest = newBackupFile(folder, 'dump');
  writeFileSync(newest, '');

  keepLatestBackups(folder);

  const left = readdirSync(folder).map((name) => join(folder, name));
  expect(left.toSorted()).toEqual(
    [...older.slice(2), 'mine.dump']
      .map((name) => join(folder, name))
      .concat(newest)
      .toSorted(),
  );
});
