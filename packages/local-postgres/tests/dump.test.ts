import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dumpLocalPostgres, type LocalPostgres, restoreLocalPostgres, startLocalPostgres } from '../src/index.ts';
import { makeFolder } from './folders.ts';

// Every database takes a second of processor time to start, and a busy machine has few of those.
vi.setConfig({ testTimeout: 120_000 });

const mainPath = fileURLToPath(new URL('../src/main.ts', import.meta.url));

async function withClient<T>(server: LocalPostgres, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A database with rows, an index, an extension and a row of 1 MB. */
async function fill(server: LocalPostgres): Promise<void> {
  await withClient(server, (client) =>
    client.query(`
      create extension vector;
      create table item (id int primary key, name text, place vector(2));
      insert into item select g, 'ü' || g, array[g, -g]::vector from generate_series(1, 2000) g;
      create index on item using hnsw (place vector_l2_ops);
      create table long as select repeat('x', 1000000) as v`),
  );
}

const contentSql = `
  select (select md5(string_agg(item::text, ',' order by id)) from item) as items, (select length(v) from long) as length,
    (select id from item order by place <-> '[7,-7]' limit 1) as nearest`;

function readContent(server: LocalPostgres): Promise<unknown> {
  return withClient(server, async (client) => (await client.query(contentSql)).rows);
}

async function readRestored(dataDir: string): Promise<unknown> {
  const server = await startLocalPostgres({ dataDir });
  try {
    return await readContent(server);
  } finally {
    await server.close();
  }
}

function run(...args: string[]): string {
  return execFileSync(process.execPath, [mainPath, ...args], { encoding: 'utf8' });
}

function unreadable(message: RegExp): object {
  return { code: 'dump-not-readable', message: expect.stringMatching(message) };
}

/** One database in memory for all tests that only read it. */
let memory: LocalPostgres;

beforeAll(async () => {
  memory = await startLocalPostgres({ memory: true });
  await fill(memory);
});
afterAll(() => memory.close());

describe('a dump', () => {
  it('of a database in memory, and of one in use by another owner, brings back the same rows', async () => {
    const folder = makeFolder();
    const dataDir = join(folder, 'data');
    const content = await readContent(memory);
    await memory.dump(join(folder, 'memory.dump'));

    await restoreLocalPostgres({ filePath: join(folder, 'memory.dump'), dataDir });
    const owner = await startLocalPostgres({ dataDir, password: 'secret' });
    expect(await readContent(owner)).toEqual(content);
    await dumpLocalPostgres({ dataDir, filePath: join(folder, 'in-use.dump') });
    await owner.close();
    await restoreLocalPostgres({ filePath: join(folder, 'in-use.dump'), dataDir: join(folder, 'copy') });

    expect(await readRestored(join(folder, 'copy'))).toEqual(content);
    expect(content).toEqual([{ items: expect.any(String), length: 1_000_000, nearest: 7 }]);
    expect(statSync(join(folder, 'in-use.dump')).mode & 0o777).toBe(0o600);
  });

  it('waits for open transactions and has nothing of them that is not committed', async () => {
    const folder = makeFolder();
    const before = await readContent(memory);
    await withClient(memory, async (client) => {
      await client.query('begin');
      await client.query('delete from item');
      const dumped = memory.dump(join(folder, 'a.dump'));
      await client.query('rollback');
      await dumped;
    });

    await restoreLocalPostgres({ filePath: join(folder, 'a.dump'), dataDir: join(folder, 'data') });

    expect(await readRestored(join(folder, 'data'))).toEqual(before);
  });

  it('never replaces a file, and needs a place to go to', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'precious'), 'mine');

    await expect(memory.dump(join(folder, 'precious'))).rejects.toMatchObject({ code: 'dump-not-writable' });
    await expect(memory.dump(join(folder, 'no', 'such', 'folder'))).rejects.toMatchObject({
      code: 'dump-not-writable',
    });

    expect(readdirSync(folder)).toEqual(['precious']);
  });

  it('of a directory without a database is refused and makes none', async () => {
    const folder = makeFolder();

    await expect(dumpLocalPostgres({ dataDir: folder, filePath: join(folder, 'a.dump') })).rejects.toMatchObject({
      code: 'data-directory-foreign',
    });

    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('restoring', () => {
  it('refuses a directory that holds a database, running or not, or anything else', async () => {
    const folder = makeFolder();
    const filePath = join(folder, 'a.dump');
    const dataDir = join(folder, 'data');
    const server = await startLocalPostgres({ dataDir });
    await server.dump(filePath);

    await expect(restoreLocalPostgres({ filePath, dataDir })).rejects.toMatchObject({ code: 'data-directory-in-use' });
    await server.close();
    await expect(restoreLocalPostgres({ filePath, dataDir })).rejects.toMatchObject({
      code: 'data-directory-not-empty',
    });
    await expect(restoreLocalPostgres({ filePath, dataDir: folder })).rejects.toMatchObject({
      code: 'data-directory-foreign',
    });
  });

  it('refuses what is no whole dump, and makes no directory', async () => {
    const folder = makeFolder();
    const filePath = join(folder, 'a.dump');
    const dataDir = join(folder, 'data');
    await memory.dump(filePath);
    const otherVersion = gunzipSync(readFileSync(filePath));
    otherVersion.write('17', otherVersion.indexOf('\0/PG_VERSION\0') + 513);
    writeFileSync(join(folder, 'other-version'), gzipSync(otherVersion, { level: 1 }));
    writeFileSync(join(folder, 'other-file'), gzipSync('hello'));
    truncateSync(filePath, 100_000);

    const restore = (name: string) => restoreLocalPostgres({ filePath: join(folder, name), dataDir });

    await expect(restore('a.dump')).rejects.toMatchObject(unreadable(/not a complete dump/));
    await expect(restore('absent')).rejects.toMatchObject(unreadable(/no such file/));
    await expect(restore('other-file')).rejects.toMatchObject(unreadable(/not a dump of a local database/));
    await expect(restore('other-version')).rejects.toMatchObject(unreadable(/made by Postgres 17/));
    expect(existsSync(dataDir)).toBe(false);
  });
});

describe('the command line', () => {
  it('dumps and restores a database at rest', async () => {
    const folder = makeFolder();
    const server = await startLocalPostgres({ dataDir: join(folder, 'data') });
    await withClient(server, (client) => client.query("create table kept as select 'yes' as v"));
    await server.close();

    run('dump', '--data-dir', join(folder, 'data'), '--file', join(folder, 'a.dump'));
    run('restore', '--file', join(folder, 'a.dump'), '--data-dir', join(folder, 'restored'));

    const restored = await startLocalPostgres({ dataDir: join(folder, 'restored') });
    const { rows } = await withClient(restored, (client) => client.query('select v from kept'));
    await restored.close();
    expect(rows).toEqual([{ v: 'yes' }]);
  });

  it('says in a sentence what went wrong', () => {
    const folder = makeFolder();

    const { status, stderr } = spawnSync(
      process.execPath,
      [mainPath, 'restore', '--file', join(folder, 'absent'), '--data-dir', folder],
      { encoding: 'utf8' },
    );

    expect(status).toBe(1);
    expect(stderr).toContain(`The dump ${join(folder, 'absent')} cannot be restored: there is no such file.`);
  });

  it('explains itself when it is not understood', () => {
    const { status, stderr } = spawnSync(process.execPath, [mainPath, 'dance'], { encoding: 'utf8' });

    expect(status).toBe(64);
    expect(stderr).toContain('usage:');
  });
});
