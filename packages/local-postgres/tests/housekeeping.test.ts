import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LocalPostgres, type LocalPostgresPlace, type Log, startLocalPostgres } from '../src/index.ts';
import { makeFolder } from './folders.ts';

// Every database takes a second of processor time to start, and a busy machine has few of those.
vi.setConfig({ testTimeout: 120_000 });

interface Note {
  facts: object;
  message: string;
}

let server: LocalPostgres;
let client: Client;
let notes: Note[];

async function start(place: LocalPostgresPlace, housekeepingIntervalMs: number): Promise<void> {
  const note = (facts: object, message: string) => void notes.push({ facts, message });
  const log: Log = { info: note, warn: note, error: note };
  notes = [];
  server = await startLocalPostgres({ ...place, housekeepingIntervalMs, log });
  client = new Client({ connectionString: server.url });
  await client.connect();
}

afterEach(async () => {
  await client.end();
  await server.close();
});

/** The tables that were vacuumed or analyzed, catalogs aside. */
async function vacuum(): Promise<string[]> {
  return (await server.vacuum()).filter((name) => !name.startsWith('"pg_'));
}

describe('housekeeping on demand', () => {
  beforeEach(() => start({ memory: true }, 0));

  it('keeps a table that changes all the time from growing', async () => {
    await client.query('create schema queue; create table queue.job (id int, state text)');
    await client.query("insert into queue.job select g, 'wait' from generate_series(1, 500) g");
    const size = async () =>
      (await client.query<{ bytes: number }>("select pg_table_size('queue.job')::int as bytes")).rows[0]?.bytes ?? 0;
    const touched: string[] = [];
    const sizes: number[] = [];

    for (let round = 0; round < 12; round += 1) {
      await client.query("update queue.job set state = 'done'");
      touched.push(...(await vacuum()));
      sizes.push(await size());
    }

    expect(touched.length).toBeGreaterThan(10);
    expect(new Set(touched)).toEqual(new Set(['"queue"."job"']));
    expect(sizes.at(-1)).toBe(sizes[3]);
  });

  it('leaves tables alone that have not changed much', async () => {
    await client.query('create table calm as select g from generate_series(1, 5000) g');
    expect(await vacuum()).toEqual(['"public"."calm"']);

    await client.query('delete from calm where g <= 300');

    expect(await vacuum()).toEqual([]);
  });

  it('vacuums the catalogs too, and the tables that hold long values', async () => {
    await client.query(
      "create table long (v text); alter table long alter v set storage external; insert into long select repeat('x', 9000)",
    );
    for (let round = 0; round < 250; round += 1) await client.query("update long set v = v || 'x'");
    for (let round = 0; round < 60; round += 1) await client.query('create table t (a int, b int); drop table t');

    const touched = await server.vacuum();

    expect(touched).toContain('"pg_catalog"."pg_attribute"');
    expect(touched).toContainEqual(expect.stringMatching(/^"pg_toast"\."pg_toast_\d+"$/));
  });

  it('works whatever role and settings the last client had', async () => {
    await client.query(
      "create table mine as select g from generate_series(1, 1000) g; set role pg_monitor; set search_path to ''",
    );

    expect(await vacuum()).toEqual(['"public"."mine"']);

    const { rows } = await client.query(
      "select reltuples, current_user from pg_catalog.pg_class where relname = 'mine'",
    );
    expect(rows).toEqual([{ reltuples: 1000, current_user: 'pg_monitor' }]);
  });

  it('tells the planner about a table that was filled', async () => {
    await client.query('create table filled as select g from generate_series(1, 5000) g');

    await server.vacuum();

    const { rows } = await client.query("select reltuples from pg_class where relname = 'filled'");
    expect(rows).toEqual([{ reltuples: 5000 }]);
  });
});

describe('housekeeping by the clock', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = join(makeFolder(), 'data');
    await start({ dataDir }, 50);
  });

  it('vacuums and cuts the log while clients work', async () => {
    await client.query('create table busy (id int primary key, v text)');
    await client.query('insert into busy select g, repeat(md5(g::text), 8) from generate_series(1, 20000) g');
    const isDone = () =>
      ['table tidied', 'checkpoint made'].every((message) => notes.some((note) => note.message === message));

    for (let round = 0; !isDone(); round += 1)
      await client.query('update busy set v = v || $1 where id % 3 = 0', [round]);

    const segments = readdirSync(join(dataDir, 'pgdata', 'pg_wal')).filter((name) => /^[0-9A-F]{24}$/.test(name));
    expect(segments.length * 16).toBeLessThanOrEqual(160);
    expect(notes.filter(({ message }) => message === 'housekeeping failed')).toEqual([]);
  });
});
