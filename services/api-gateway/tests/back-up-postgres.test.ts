import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { backUpPostgres } from '../src/database/back-up-postgres.ts';
import { realServerUrl, startDatabase, startEmptyDatabase } from './support/database.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const hasPrograms = ['pg_dump', 'pg_restore'].every((name) => spawnSync(name, ['--version']).status === 0);

it.skipIf(realServerUrl === undefined || !hasPrograms)(
  'a backup of a real Postgres brings everything back (needs pg_dump and pg_restore)',
  async () => {
    const folder = newFolder();
    const [database, empty] = [await startDatabase('real'), await startEmptyDatabase('real')];
    await database.pool.query(`INSERT INTO users (id, discord_id, name) VALUES (gen_random_uuid(), 1, 'Ada')`);

    const file = await backUpPostgres({ url: database.url, folder, env: process.env });
    const restored = spawnSync('pg_restore', ['--no-owner', `--dbname=${empty.url}`, file], { encoding: 'utf8' });

    expect(restored).toMatchObject({ status: 0 });
    expect((await empty.pool.query('SELECT name FROM users')).rows).toEqual([{ name: 'Ada' }]);
    await database.close();
    await empty.close();
  },
);

it('says what to do where there is no pg_dump', async () => {
  const backingUp = backUpPostgres({
    url: 'postgres://ada:secret@127.0.0.1:1/x',
    folder: newFolder(),
    env: { PATH: newFolder() },
  });

  await expect(backingUp).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringMatching(/pg_dump is not on this machine[^]*--without-backup/),
  });
});
