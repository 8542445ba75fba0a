import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { type LocalPostgres, startLocalPostgres } from '../src/index.ts';
import { makeFolder } from './folders.ts';

// Every database takes a second of processor time to start, and a busy machine has few of those.
vi.setConfig({ testTimeout: 120_000 });

async function query(server: LocalPostgres, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('a data directory', () => {
  it('is made for its owner only, with a version, and keeps what was written', async () => {
    const dataDir = join(makeFolder(), 'deep', 'data');
    const first = await startLocalPostgres({ dataDir });
    await query(first, "create table kept as select 'yes' as v");
    await first.close();

    const second = await startLocalPostgres({ dataDir });
    const rows = await query(second, 'select v from kept');
    await second.close();

    expect(rows).toEqual([{ v: 'yes' }]);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(JSON.parse(readFileSync(join(dataDir, 'version.json'), 'utf8'))).toMatchObject({ postgresMajor: '18' });
    expect(readdirSync(dataDir).toSorted()).toEqual(['lock', 'pgdata', 'version.json']);
  });

  it('that others could read is closed to them', async () => {
    const dataDir = makeFolder();
    chmodSync(dataDir, 0o755);

    await (await startLocalPostgres({ dataDir })).close();

    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it('has one owner at a time, and the second is told who it is', async () => {
    const dataDir = makeFolder();
    const owner = await startLocalPostgres({ dataDir });

    await expect(startLocalPostgres({ dataDir })).rejects.toMatchObject({
      code: 'data-directory-in-use',
      message: expect.stringContaining(`in use by process ${process.pid}`),
    });

    await owner.close();
    await (await startLocalPostgres({ dataDir })).close();
  });

  it('is free again when its owner could not start', async () => {
    const dataDir = makeFolder();
    const other = await startLocalPostgres({ memory: true });
    await expect(startLocalPostgres({ dataDir, port: other.port })).rejects.toMatchObject({ code: 'port-taken' });
    await other.close();

    await (await startLocalPostgres({ dataDir })).close();
  });

  it('of another Postgres version is refused by both versions', async () => {
    const dataDir = makeFolder();
    await (await startLocalPostgres({ dataDir })).close();
    writeFileSync(join(dataDir, 'pgdata', 'PG_VERSION'), '17\n');

    await expect(startLocalPostgres({ dataDir })).rejects.toMatchObject({
      code: 'data-directory-other-version',
      message: expect.stringMatching(/made by Postgres 17 .*brings Postgres 18/),
    });
  });

  it('that holds something else is refused and left alone', async () => {
    const dataDir = makeFolder();
    writeFileSync(join(dataDir, 'thesis.txt'), 'mine');

    await expect(startLocalPostgres({ dataDir })).rejects.toMatchObject({
      code: 'data-directory-foreign',
      message: expect.stringContaining('"thesis.txt"'),
    });

    expect(readdirSync(dataDir)).toEqual(['thesis.txt']);
  });

  it('whose making was interrupted is made again', async () => {
    const dataDir = makeFolder();
    mkdirSync(join(dataDir, 'pgdata'));
    writeFileSync(join(dataDir, 'creating'), '');
    writeFileSync(join(dataDir, 'pgdata', 'PG_VERSION'), '18\n');

    const server = await startLocalPostgres({ dataDir });
    const rows = await query(server, 'select 1 as n');
    await server.close();

    expect(rows).toEqual([{ n: 1 }]);
    expect(existsSync(join(dataDir, 'creating'))).toBe(false);
  });

  it('that is damaged is refused with what to do', async () => {
    const dataDir = makeFolder();
    await (await startLocalPostgres({ dataDir })).close();
    writeFileSync(join(dataDir, 'pgdata', 'global', 'pg_control'), 'garbage');

    await expect(startLocalPostgres({ dataDir })).rejects.toMatchObject({
      code: 'start-failed',
      message: expect.stringContaining('restore a dump'),
    });
  });

  it('that is a file is refused', async () => {
    const dataDir = join(makeFolder(), 'file');
    writeFileSync(dataDir, '');

    await expect(startLocalPostgres({ dataDir })).rejects.toMatchObject({ code: 'data-directory-not-usable' });
  });
});

describe.skipIf(!canMount())('on a small disk (needs the right to mount one)', () => {
  it('a new database is refused while too little is free', async () => {
    const disk = mountDisk(60);
    try {
      await expect(startLocalPostgres({ dataDir: join(disk, 'data') })).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringContaining('80 MB'),
      });
    } finally {
      unmount(disk);
    }
  });

  it('what was saved survives the disk filling up', async () => {
    const disk = mountDisk(100);
    try {
      const dataDir = join(disk, 'data');
      const failures: string[] = [];
      const server = await startLocalPostgres({ dataDir, onFailure: ({ message }) => failures.push(message) });
      await query(server, "create table kept as select 'yes' as v; create table big (v text)");
      const fill = query(server, 'insert into big select repeat(md5(g::text), 30) from generate_series(1, 200000) g');
      await expect(fill).rejects.toThrow(/disk|space|broken|terminated/i);
      await server.close();

      execFileSync('/bin/mount', ['-o', 'remount,size=300m', disk]);
      const again = await startLocalPostgres({ dataDir });
      const rows = await query(again, 'select v from kept');
      await again.close();

      expect(rows).toEqual([{ v: 'yes' }]);
    } finally {
      unmount(disk);
    }
  });
});

function mountDisk(sizeMb: number): string {
  const path = makeFolder();
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'none', path]);
  return path;
}

function unmount(path: string): void {
  execFileSync('/bin/umount', ['-l', path]);
}

function canMount(): boolean {
  try {
    unmount(mountDisk(1));
    return true;
  } catch {
    return false;
  }
}
