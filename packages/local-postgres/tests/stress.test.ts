import { Client, Pool } from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type LocalPostgres, startLocalPostgres } from '../src/index.ts';
import { cstrings, frame, queryFrame } from '../src/protocol/frames.ts';
import { RawClient } from './raw-client.ts';

// Every database takes a second of processor time to start, and a busy machine has few of those.
vi.setConfig({ testTimeout: 120_000 });

let server: LocalPostgres;

beforeAll(async () => {
  server = await startLocalPostgres({ memory: true, housekeepingIntervalMs: 20 });
});
afterAll(() => server.close());

it('serves many clients at once, each as if it were alone', async () => {
  const pools = ['one', 'two', 'three'].map((schema) => {
    const pool = new Pool({ connectionString: server.url, max: 10, options: `-c search_path=${schema},public` });
    pool.on('error', () => {});
    return { schema, pool };
  });
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  await admin.query('create table account (id int primary key, balance int not null); create table heard (n int)');
  await admin.query('insert into account select g, 1000 from generate_series(1, 10) g');
  for (const { schema } of pools) {
    await admin.query(
      `create schema ${schema}; create table ${schema}.place (name text); insert into ${schema}.place values ('${schema}')`,
    );
  }
  const listeners = await Promise.all(Array.from({ length: 4 }, () => listen('moved')));
  const rounds = 24;
  const errors: unknown[] = [];
  let transfers = 0;

  const work = async (pool: Pool, schema: string, worker: number) => {
    for (let round = 0; round < rounds; round += 1) {
      const from = ((worker + round) % 10) + 1;
      const to = ((worker * 7 + round * 3) % 10) + 1;
      // The same name means another statement for every worker.
      const echoed = await pool.query<{ v: string }>({
        name: `echo-${round % 5}`,
        text: 'select $1::text as v, name from place',
        values: [`${worker}/${round}`],
      });
      if (echoed.rows[0]?.v !== `${worker}/${round}`) errors.push(echoed.rows);
      const place = await pool.query('select name from place');
      if (place.rows[0]?.name !== schema) errors.push(place.rows);
      const client = await pool.connect();
      try {
        await client.query('begin');
        await client.query({
          name: 'take',
          text: 'update account set balance = balance - 1 where id = $1',
          values: [from],
        });
        await client.query({
          name: 'give',
          text: 'update account set balance = balance + 1 where id = $1',
          values: [to],
        });
        const total = await client.query<{ sum: number }>('select sum(balance)::int from account');
        if (total.rows[0]?.sum !== 10_000) errors.push(total.rows);
        if (round % 4 === 3) await client.query('rollback');
        else {
          await client.query("select pg_notify('moved', $1)", [`${worker}/${round}`]);
          await client.query('commit');
          transfers += 1;
        }
      } finally {
        client.release();
      }
      const refusal = await pool.query('select * from nowhere').catch((error: { code: string }) => error.code);
      if (refusal !== '42P01') errors.push(refusal);
    }
  };
  const vandalize = async () => {
    for (let round = 0; round < 40; round += 1) {
      const raw = await RawClient.start(server.port);
      raw.send(queryFrame('begin; update account set balance = 0'));
      if (round % 2 === 0) await raw.readUntilReady();
      raw.send(frame('P', cstrings('echo-1', 'select 1'), Buffer.from([0, 0])), frame('H'));
      raw.close();
    }
  };
  const workers = pools.flatMap(({ schema, pool }, group) =>
    Array.from({ length: 10 }, (_, index) => work(pool, schema, group * 10 + index)),
  );
  await Promise.all([...workers, vandalize(), vandalize()]);

  await admin.query('select 1');
  const { rows } = await admin.query('select sum(balance)::int, min(balance) > 0 as sane from account');
  const statements = await admin.query<{ n: number }>(
    'select count(distinct name)::int as n from pg_prepared_statements',
  );
  await Promise.all(listeners.map(({ client }) => client.query('select 1')));
  for (const { payloads } of listeners) {
    expect(payloads).toHaveLength(transfers);
    expect(new Set(payloads).size).toBe(transfers);
  }
  expect(errors).toEqual([]);
  expect(transfers).toBe((30 * (rounds * 3)) / 4);
  expect(rows).toEqual([{ sum: 10_000, sane: true }]);
  // What the vandals had prepared went with them; the pools' clients keep seven each.
  expect(statements.rows[0]?.n).toBeLessThanOrEqual(30 * 7);
  await Promise.all([...pools.map(({ pool }) => pool.end()), ...listeners.map(({ client }) => client.end())]);
  await expect
    .poll(
      async () =>
        (await admin.query<{ n: number }>('select count(*)::int as n from pg_prepared_statements')).rows[0]?.n,
    )
    .toBe(0);
  await admin.end();
});

async function listen(channel: string): Promise<{ client: Client; payloads: string[] }> {
  const client = new Client({ connectionString: server.url });
  const payloads: string[] = [];
  client.on('notification', ({ payload }) => payloads.push(payload ?? ''));
  await client.connect();
  await client.query(`listen ${channel}`);
  return { client, payloads };
}
