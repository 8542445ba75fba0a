import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, expect, it, vi } from 'vitest';
import {
  restoreLocalPostgres,
  type SpawnedLocalPostgres,
  spawnLocalPostgres,
  startLocalPostgres,
} from '../src/index.ts';
import { makeFolder } from './folders.ts';

// Every database takes a second of processor time to start, and a busy machine has few of those.
vi.setConfig({ testTimeout: 120_000 });

const running: SpawnedLocalPostgres[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

async function spawnServer(dataDir: string): Promise<SpawnedLocalPostgres> {
  const server = await spawnLocalPostgres({ dataDir });
  running.push(server);
  return server;
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('runs in a process of its own, dumps while it runs, and stops in good order', async () => {
  const folder = makeFolder();
  const server = await spawnServer(join(folder, 'data'));
  const client = await connect(server.url);
  await client.query("create table kept as select 'yes' as v");

  await server.dump(join(folder, 'a.dump'));
  await client.end();
  const exits = await Promise.all([server.stop(), server.stop(), server.exited]);

  expect(server.pid).not.toBe(process.pid);
  const inGoodOrder = { code: 0, signal: null };
  expect(exits).toEqual([inGoodOrder, inGoodOrder, inGoodOrder]);
  await restoreLocalPostgres({ filePath: join(folder, 'a.dump'), dataDir: join(folder, 'restored') });
});

it('loses no acknowledged row when it is killed while many write, and starts again at once', async () => {
  const dataDir = join(makeFolder(), 'data');
  const acknowledged = new Map<string, number>();
  let server = await spawnServer(dataDir);
  const setup = await connect(server.url);
  await setup.query('create table written (writer text, n int, half int, primary key (writer, n, half))');
  await setup.end();

  for (let kill = 0; kill < 2; kill += 1) {
    const { promise: enough, resolve } = Promise.withResolvers<void>();
    let count = 0;
    const write = async (name: string) => {
      const client = await connect(server.url);
      for (let n = 0; ; n += 1) {
        await client.query('begin');
        await client.query('insert into written values ($1, $2, 1)', [name, n]);
        await client.query('insert into written values ($1, $2, 2)', [name, n]);
        await client.query('commit');
        acknowledged.set(name, n);
        count += 1;
        if (count === 150) resolve();
      }
    };
    const writers = Array.from({ length: 6 }, (_, index) => write(`${kill}-${index}`));
    await enough;
    process.kill(server.pid, 'SIGKILL');
    const ends = await Promise.allSettled(writers);
    expect(ends.map(({ status }) => status)).toEqual(Array(6).fill('rejected'));
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
    server = await spawnServer(dataDir);
  }

  const client = await connect(server.url);
  const { rows: lasts } = await client.query<{ writer: string; count: number; last: number }>(
    'select writer, count(*)::int, max(n) as last from written group by writer',
  );
  const { rows: halves } = await client.query('select writer, n from written group by writer, n having count(*) <> 2');
  await client.end();
  expect(halves).toEqual([]);
  expect(lasts).toHaveLength(12);
  for (const { writer, count, last } of lasts) {
    expect(last).toBeGreaterThanOrEqual(acknowledged.get(writer) ?? Number.POSITIVE_INFINITY);
    expect(count).toBe((last + 1) * 2);
  }
});

it('keeps others out of its directory, in whatever process', async () => {
  const dataDir = join(makeFolder(), 'data');
  const server = await spawnServer(dataDir);

  const refused = { code: 'data-directory-in-use', message: expect.stringContaining(`process ${server.pid}`) };
  await expect(startLocalPostgres({ dataDir })).rejects.toMatchObject(refused);
  await expect(spawnLocalPostgres({ dataDir })).rejects.toMatchObject(refused);
});

it('says in a sentence why it cannot start', async () => {
  const folder = makeFolder();
  const server = await spawnServer(join(folder, 'data'));
  mkdirSync(join(folder, 'foreign'));
  writeFileSync(join(folder, 'foreign', 'thesis.txt'), '');

  await expect(spawnLocalPostgres({ dataDir: join(folder, 'foreign') })).rejects.toMatchObject({
    code: 'data-directory-foreign',
  });
  await expect(spawnLocalPostgres({ dataDir: join(folder, 'other'), port: server.port })).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringContaining(`port ${server.port} on 127.0.0.1`),
  });
});

it('ends when its engine breaks, so that whoever started it can start it again', async () => {
  const dataDir = join(makeFolder(), 'data');
  const server = await spawnServer(dataDir);
  const client = await connect(server.url);
  await client.query('create table kept as select 1 as n');

  // A COPY that reaches the engine ends it; here it hides behind a quote that only this old setting lets escape.
  await client.query('set standard_conforming_strings = off');
  await expect(client.query("select '\\''; copy kept from stdin")).rejects.toMatchObject({ code: 'XX000' });

  expect(await server.exited).toEqual({ code: 1, signal: null });
  const again = await connect((await spawnServer(dataDir)).url);
  expect((await again.query('select n from kept')).rows).toEqual([{ n: 1 }]);
  await again.end();
});

it('ends with the process that started it, even when that one is killed', async () => {
  const indexUrl = new URL('../src/index.ts', import.meta.url).href;
  const dataDir = join(makeFolder(), 'data');
  const script = `
    import { spawnLocalPostgres } from ${JSON.stringify(indexUrl)};
    const { pid, url } = await spawnLocalPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(JSON.stringify({ pid, url }));`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const { pid, url } = JSON.parse(line) as { pid: number; url: string };
  const client = await connect(url);
  const gone = new Promise<void>((resolve) => client.once('end', () => resolve()));

  parent.kill('SIGKILL');

  await gone;
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  await (await startLocalPostgres({ dataDir })).close();
});
