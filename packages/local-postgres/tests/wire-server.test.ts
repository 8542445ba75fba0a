import { once } from 'node:events';
import { Client, type ClientConfig } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LocalPostgres, startLocalPostgres } from '../src/index.ts';
import { cstrings, frame, int32, queryFrame, syncFrame } from '../src/protocol/frames.ts';
import { RawClient } from './raw-client.ts';

let server: LocalPostgres;
const open: { end(): Promise<void> }[] = [];

beforeAll(async () => {
  server = await startLocalPostgres({ memory: true, idleInTransactionTimeoutMs: 150 });
});
afterAll(() => server.close());
afterEach(async () => {
  await Promise.allSettled(open.splice(0).map((one) => one.end()));
});

async function client(options: ClientConfig = {}): Promise<Client> {
  const one = new Client({ connectionString: server.url, ...options });
  one.on('error', () => {});
  await one.connect();
  open.push(one);
  return one;
}

const show = async (on: Client, name: string) =>
  (await on.query<{ v: string }>(`select current_setting('${name}', true) as v`)).rows[0]?.v;

/** Resolves once everything that was sent before has been dealt with. */
const settled = async () => {
  const one = await client();
  await one.query('select 1');
};

function heard(by: Client): string[] {
  const payloads: string[] = [];
  by.on('notification', ({ channel, payload }) => payloads.push(`${channel}=${payload}`));
  return payloads;
}

describe('transactions', () => {
  it('keep other clients out until they end', async () => {
    const [ada, ben] = [await client(), await client()];
    await ada.query('create table pair (id int primary key, n int); insert into pair values (1, 0)');
    await ada.query('begin');
    await ada.query('update pair set n = 1');

    const seenByBen = ben.query<{ n: number }>('select n from pair');
    await ada.query('update pair set n = 2');
    await ada.query('commit');

    expect((await seenByBen).rows).toEqual([{ n: 2 }]);
  });

  it('are undone when their client disappears', async () => {
    const [ada, ben] = [await client(), await client()];
    await ben.query('create table gone (id int)');
    await ada.query('begin');
    await ada.query('insert into gone values (1)');

    await ada.end();

    expect((await ben.query('select * from gone')).rows).toEqual([]);
  });

  it('that stay open and idle are cut with SQLSTATE 25P03, and the others go on', async () => {
    const [ada, ben] = [await client(), await client()];
    const cut = once(ada, 'error');
    await ben.query('create table idle (id int)');
    await ada.query('begin');
    await ada.query('insert into idle values (1)');

    const seenByBen = await ben.query('select * from idle');

    expect(seenByBen.rows).toEqual([]);
    expect(await cut).toEqual([expect.objectContaining({ code: '25P03', severity: 'FATAL' })]);
  });

  it('that end are followed by what their client has sent behind them without waiting', async () => {
    const ada = await client({ pipeline: true });

    for (let round = 0; round < 20; round += 1) {
      await ada.query('begin');
      const [, next] = await Promise.all([ada.query('commit'), ada.query('select 2 as n')]);
      expect(next.rows).toEqual([{ n: 2 }]);
    }
  });

  it('that failed refuse everything until they are rolled back', async () => {
    const [ada, ben] = [await client(), await client()];
    await ada.query('begin');
    await expect(ada.query('select 1/0')).rejects.toMatchObject({ code: '22012' });

    await expect(ada.query('select 1')).rejects.toMatchObject({ code: '25P02' });
    await ada.query('rollback');

    expect((await ben.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('prepared statements', () => {
  it('of the same name belong to their client', async () => {
    const [ada, ben] = [await client(), await client()];

    const first = await ada.query({ name: 'same', text: 'select 1 as n' });
    const second = await ben.query({ name: 'same', text: 'select 2 as n' });
    const again = await ada.query({ name: 'same', text: 'select 1 as n' });

    expect([first, second, again].map(({ rows }) => rows)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 1 }]]);
  });

  it('made in SQL belong to their client too', async () => {
    const [ada, ben] = [await client(), await client()];

    await ada.query('prepare same as select 1 as n');
    await ben.query('prepare same as select 2 as n');
    await ben.query('deallocate all');

    expect((await ada.query('execute same')).rows).toEqual([{ n: 1 }]);
    await expect(ben.query('execute same')).rejects.toMatchObject({ code: '26000' });
  });

  it('leave nothing in the session when their client goes', async () => {
    const [ada, ben] = [await client(), await client()];
    const count = async () =>
      (await ben.query<{ n: number }>('select count(*)::int as n from pg_prepared_statements')).rows[0]?.n;
    const before = await count();
    await ada.query({ name: 'one', text: 'select 1' });
    await ada.query('prepare two as select 2');
    expect(await count()).toBe((before ?? 0) + 2);

    await ada.end();

    expect(await count()).toBe(before);
  });

  it('without a name survive what other clients do between two of their batches', async () => {
    const raw = await RawClient.start(server.port);
    const ben = await client();
    raw.send(
      frame('P', cstrings('', 'select $1::text'), Buffer.from([0, 0])),
      frame('D', Buffer.from('S'), cstrings('')),
      syncFrame,
    );
    expect(await raw.readUntilReady()).toEqual(['1', 't', 'T', 'Z']);
    await ben.query('select 5 where $1::int > 0', [1]);

    const oneTextParameter = Buffer.concat([
      Buffer.from([0, 0, 0, 1]),
      int32(2),
      Buffer.from('hi'),
      Buffer.from([0, 0]),
    ]);
    raw.send(frame('B', cstrings('', ''), oneTextParameter), frame('E', cstrings(''), int32(0)), syncFrame);

    expect(await raw.readUntilReady()).toEqual(['2', expect.stringContaining('hi'), 'C', 'Z']);
    raw.close();
  });

  it('that do not exist are named in the error as the client named them', async () => {
    const raw = await RawClient.start(server.port);

    raw.send(frame('D', Buffer.from('S'), cstrings('nope')), syncFrame);

    expect(await raw.readUntilReady()).toEqual(['ERROR 26000: prepared statement "nope" does not exist', 'Z']);
    raw.close();
  });
});

describe('settings', () => {
  it('from the start of a connection are its own', async () => {
    const ada = await client({ options: '-c search_path=bullmq,public' });
    const ben = await client();

    expect(await show(ada, 'search_path')).toBe('bullmq,public');
    expect(await show(ben, 'search_path')).toBe('public');
    expect(await show(ada, 'search_path')).toBe('bullmq,public');
  });

  it('that a client sets, resets or keeps in functions stay its own', async () => {
    const [ada, ben] = [await client({ application_name: 'ada' }), await client()];
    await ada.query("set work_mem = '8MB'; set app.person = 'ada'; set role pg_monitor");
    await ben.query("select set_config('app.person', 'ben', false)");

    const seen = {
      ada: [
        await show(ada, 'work_mem'),
        await show(ada, 'app.person'),
        await show(ada, 'role'),
        await show(ada, 'application_name'),
      ],
      ben: [
        await show(ben, 'work_mem'),
        await show(ben, 'app.person'),
        await show(ben, 'role'),
        await show(ben, 'application_name'),
      ],
    };
    await ada.query('reset all; reset role');

    expect(seen.ada).toEqual(['8MB', 'ada', 'pg_monitor', 'ada']);
    expect(seen.ben).toEqual(['4MB', 'ben', 'none', '']);
    expect([await show(ada, 'work_mem'), await show(ada, 'role'), await show(ada, 'application_name')]).toEqual([
      '4MB',
      'none',
      'ada',
    ]);
    expect(await show(ben, 'app.person')).toBe('ben');
  });

  it('made in a transaction that is rolled back are undone', async () => {
    const ada = await client();

    await ada.query("begin; set work_mem = '8MB'");
    await ada.query('rollback');
    await (await client()).query('select 1');

    expect(await show(ada, 'work_mem')).toBe('4MB');
  });

  it('that do not exist end the connection with a reason', async () => {
    const ada = await client({ options: '-c no_such_thing=1' });

    await expect(ada.query('select 1')).rejects.toMatchObject({ code: '22023', severity: 'FATAL' });
    await settled();
  });

  it('are forgotten by DISCARD ALL, those of others are not', async () => {
    const [ada, ben] = [await client(), await client()];
    await ada.query("set work_mem = '8MB'");
    await ben.query("set work_mem = '9MB'");
    await ben.query({ name: 'kept', text: 'select 1 as n' });

    await ada.query('discard all');

    expect([await show(ada, 'work_mem'), await show(ben, 'work_mem')]).toEqual(['4MB', '9MB']);
    expect((await ben.query({ name: 'kept', text: 'select 1 as n' })).rows).toEqual([{ n: 1 }]);
  });
});

describe('notifications', () => {
  it('go to every client that listens and to nobody else', async () => {
    const [ada, ben, cyn] = [await client(), await client(), await client()];
    const [toAda, toBen, toCyn] = [heard(ada), heard(ben), heard(cyn)];
    await ada.query('/* with a comment */ LISTEN "jobs:A"');
    await ben.query('listen "jobs:A"; listen Other');

    await cyn.query(`notify "jobs:A", 'one'; notify other, 'two'`);
    await ada.query(`select pg_notify('jobs:A', 'three')`);
    await Promise.all([ada, ben, cyn].map((one) => one.query('select 1')));

    expect(toAda).toEqual(['jobs:A=one', 'jobs:A=three']);
    expect(toBen).toEqual(['jobs:A=one', 'other=two', 'jobs:A=three']);
    expect(toCyn).toEqual([]);
  });

  it('stop for who unlistens and for who leaves, and go on for the others', async () => {
    const [ada, ben, cyn, dan] = [await client(), await client(), await client(), await client()];
    const [toAda, toBen, toCyn] = [heard(ada), heard(ben), heard(cyn)];
    for (const one of [ada, ben, cyn, dan]) await one.query('listen news');

    await ada.query('unlisten news');
    await ben.query('unlisten *');
    await dan.end();
    await ben.query("notify news, 'still'");
    await Promise.all([ada, ben, cyn].map((one) => one.query('select 1')));

    expect([toAda, toBen, toCyn]).toEqual([[], [], ['news=still']]);
  });

  it('begin when LISTEN commits, and never when it is rolled back', async () => {
    const [ada, ben] = [await client(), await client()];
    const [toAda, toBen] = [heard(ada), heard(ben)];
    await ada.query('begin');
    await ada.query('listen late');
    await ada.query('rollback');
    await ben.query('begin');
    await ben.query('listen late');
    await ben.query('commit');

    await ada.query("notify late, 'x'");
    await Promise.all([ada, ben].map((one) => one.query('select 1')));

    expect([toAda, toBen]).toEqual([[], ['late=x']]);
  });

  it('are not sent by a transaction that is rolled back', async () => {
    const [ada, ben] = [await client(), await client()];
    const toAda = heard(ada);
    await ada.query('listen quiet');

    await ben.query("begin; notify quiet, 'no'");
    await ben.query('rollback');
    await ada.query('select 1');

    expect(toAda).toEqual([]);
  });
});

describe('what is not supported', () => {
  it.each(['copy t from stdin', "copy pg_class to '/tmp/x'"])(
    '%j is refused with a clear error and the client goes on',
    async (sql) => {
      const ada = await client();

      await expect(ada.query(sql)).rejects.toMatchObject({ code: '0A000', hint: expect.stringContaining('INSERT') });

      expect((await ada.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    },
  );

  it('a refused COPY makes its transaction fail', async () => {
    const ada = await client();
    await ada.query('begin');

    await expect(ada.query('copy t from stdin')).rejects.toMatchObject({ code: '0A000' });

    await expect(ada.query('select 1')).rejects.toMatchObject({ code: '25P02' });
  });

  it('a dump is refused inside a transaction, and the transaction goes on', async () => {
    const ada = await client();
    await ada.query('begin');

    await expect(ada.query('LOCAL_POSTGRES_DUMP')).rejects.toMatchObject({ code: '25001' });

    expect((await ada.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
  });

  it('another database is refused by name', async () => {
    await expect(client({ connectionString: server.url.replace(/postgres$/, 'other') })).rejects.toMatchObject({
      code: '3D000',
      message: expect.stringContaining('"other"'),
    });
  });

  it('encryption is declined and the connection goes on in plain', async () => {
    const raw = RawClient.silent(server.port);
    raw.send(int32(8), int32(80_877_103));
    expect(await raw.readByte()).toBe('N');

    raw.sendStartup({ user: 'raw', database: 'postgres' });

    expect((await raw.readUntilReady()).at(-1)).toBe('Z');
    raw.close();
  });

  it('a newer minor protocol is talked down to 3.0', async () => {
    const raw = RawClient.silent(server.port);

    raw.sendStartup({ user: 'raw', database: 'postgres', '_pq_.feature': 'on' }, 196_610);

    expect((await raw.readUntilReady())[0]).toBe('v');
    raw.close();
  });

  it('cancelling is heard and changes nothing', async () => {
    const raw = RawClient.silent(server.port);

    raw.send(int32(16), int32(80_877_102), int32(1), int32(2));

    expect(await raw.readFrame()).toBeNull();
    await settled();
  });
});

describe('a client that talks nonsense', () => {
  it.each([
    ['a web request', Buffer.from('POST / HTTP/1.1\r\n\r\n')],
    ['an old protocol', Buffer.concat([int32(9), int32(131_072), Buffer.from([0])])],
  ])('at its start, %s, is told so and left', async (_what, bytes) => {
    const raw = RawClient.silent(server.port);

    raw.send(bytes);

    expect(await raw.readUntilReady()).toEqual([expect.stringMatching(/^FATAL 08P01: /), 'closed']);
    await settled();
  });

  it.each([
    ['an unknown frame', frame('~')],
    ['a frame without its text', frame('P', Buffer.from('no end'))],
    ['an impossible length', Buffer.from('Q\0\0\0\0', 'latin1')],
  ])('later, %s, is told so and left', async (_what, bytes) => {
    const raw = await RawClient.start(server.port);

    raw.send(bytes);

    expect(await raw.readUntilReady()).toEqual([expect.stringMatching(/^FATAL 08P01: /), 'closed']);
    await settled();
  });

  it('that leaves in the middle of a batch leaves nothing behind', async () => {
    const raw = await RawClient.start(server.port);
    raw.send(queryFrame('begin'));
    await raw.readUntilReady();
    raw.send(frame('P', cstrings('', 'select broken from'), Buffer.from([0, 0])), frame('H'));
    await raw.readFrame();

    raw.close();

    expect((await (await client()).query('select 1 as n')).rows).toEqual([{ n: 1 }]);
  });
});

it('answers pipelined queries in order', async () => {
  const raw = await RawClient.start(server.port);

  raw.send(...Array.from({ length: 50 }, (_, index) => queryFrame(`select 'n${index}'`)));

  for (let index = 0; index < 50; index += 1) {
    expect(await raw.readUntilReady()).toEqual(['T', expect.stringMatching(new RegExp(`n${index}$`)), 'C', 'Z']);
  }
  raw.close();
});

it('carries values and results of many megabytes', async () => {
  const ada = await client();
  const text = 'ü'.repeat(4_000_000);

  const { rows } = await ada.query<{ back: string; many: string[] }>(
    "select $1::text as back, array(select repeat('x', 100) from generate_series(1, 50000)) as many",
    [text],
  );

  expect(rows[0]?.back).toBe(text);
  expect(rows[0]?.many).toHaveLength(50_000);
});

it('has vectors and trigrams', async () => {
  const ada = await client();

  await ada.query('create extension if not exists vector; create extension if not exists pg_trgm');
  const { rows } = await ada.query(
    "select ('[1,2]'::vector <-> '[1,4]')::float as far, similarity('lilith', 'lilit') > 0.5 as near",
  );

  expect(rows).toEqual([{ far: 2, near: true }]);
});

it('lets nobody in without the password, when it has one', async () => {
  const guarded = await startLocalPostgres({ memory: true, password: 'p@ss:w/rd' });
  try {
    const right = new Client({ connectionString: guarded.url });
    await right.connect();
    await right.end();

    const wrong = new Client({ connectionString: guarded.url.replace('p%40ss', 'other') });
    await expect(wrong.connect()).rejects.toMatchObject({ code: '28P01' });
  } finally {
    await guarded.close();
  }
});

it('tells its clients when it stops', async () => {
  const stopping = await startLocalPostgres({ memory: true });
  const ada = new Client({ connectionString: stopping.url });
  const told: unknown[] = [];
  ada.on('error', (error) => told.push(error));
  const gone = new Promise<void>((resolve) => ada.once('end', () => resolve()));
  await ada.connect();
  await ada.query('begin');

  await Promise.all([stopping.close(), stopping.close()]);

  await gone;
  expect(told[0]).toMatchObject({ code: '57P01' });
});

it('refuses a port that is taken and an address that others can reach', async () => {
  await expect(startLocalPostgres({ memory: true, port: server.port })).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringContaining(`port ${server.port}`),
  });
  await expect(startLocalPostgres({ memory: true, host: '0.0.0.0' })).rejects.toMatchObject({
    code: 'host-not-loopback',
  });
});
