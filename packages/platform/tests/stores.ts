import { randomBytes } from 'node:crypto';
import process, { env } from 'node:process';

import { startLocalPostgres } from '@tzurot/local-postgres';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { describe } from 'vitest';

/** Where a suite keeps its jobs or state: one of its own, gone afterwards. */
export interface TestStore {
  /** For `createJobQueues` and `createSharedState`; `url` is a proxy's, to stand between. */
  options(url: string): { redisUrl?: string; databaseUrl?: string; namespace: string };
  url: string;
  /** Everything that is stored, as text. */
  contents(): Promise<string>;
  /** Takes out every job. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestStoreKind {
  name: string;
  /** What the environment must name for this kind to be tested here; null when it does, or nothing is needed. */
  missing: string | null;
  start(): Promise<TestStore>;
}

function randomName(): string {
  return `platform_test_${randomBytes(6).toString('hex')}`;
}

/** A suite about one kind of store; where the store is missing it is skipped, with a line that says why. */
export function describeOn(kind: TestStoreKind, what: string, suite: () => void): void {
  if (kind.missing !== null) process.stdout.write(`${what} on ${kind.name}: skipped, ${kind.missing} is not set\n`);
  describe.skipIf(kind.missing !== null)(`${what} on ${kind.name}`, () => {
    suite();
  });
}

export const redisStore: TestStoreKind = {
  name: 'Redis',
  missing: env['REDIS_URL_TEST'] === undefined ? 'REDIS_URL_TEST' : null,
  async start() {
    const url = env['REDIS_URL_TEST'] ?? '';
    const redis = new Redis(url);
    const namespace = randomName();
    const keys = () => redis.keys(`${namespace}:*`);
    const empty = async () => {
      const all = await keys();
      if (all.length > 0) await redis.del(...all);
    };
    return {
      url,
      options: (redisUrl) => ({ redisUrl, namespace }),
      async contents() {
        const all = await keys();
        const values = await Promise.all(all.map((key) => redis.dumpBuffer(key)));
        return [...all, ...values.map((value) => value?.toString('latin1') ?? '')].join('\n');
      },
      empty,
      async stop() {
        await empty();
        redis.disconnect();
      },
    };
  },
};

export const postgresStore: TestStoreKind = {
  name: 'Postgres',
  missing: env['DATABASE_URL_TEST'] === undefined ? 'DATABASE_URL_TEST' : null,
  async start() {
    const name = randomName();
    const admin = new Client({ connectionString: env['DATABASE_URL_TEST'] ?? '' });
    await admin.connect();
    await admin.query(`create database ${name}`);
    const url = new URL(env['DATABASE_URL_TEST'] ?? '');
    url.pathname = `/${name}`;
    return databaseStore(url.href, async () => {
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    });
  },
};

export const localPostgresStore: TestStoreKind = {
  name: 'local-postgres',
  missing: null,
  async start() {
    const database = await startLocalPostgres({ memory: true });
    return databaseStore(database.url, () => database.close());
  },
};

function databaseStore(url: string, stop: () => Promise<void>): TestStore {
  return {
    url,
    options: (databaseUrl) => ({ databaseUrl, namespace: 'unused' }),
    contents: () =>
      withClient(url, async (client) => {
        const { rows } = await client.query<{ name: string }>(
          `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('bullmq', 'shared_state')`,
        );
        const texts: string[] = [];
        for (const { name } of rows) texts.push(JSON.stringify((await client.query(`select * from ${name}`)).rows));
        return texts.join('\n');
      }),
    empty: () => withClient(url, async (client) => void (await client.query('truncate bullmq.job cascade'))),
    stop,
  };
}

async function withClient<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
