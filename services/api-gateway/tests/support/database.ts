import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { startLocalPostgres } from '@tzurot/local-postgres';
import { Client } from 'pg';
import { type Connection, connect } from '../../src/database/connect.ts';

export interface TestDatabase {
  url: string;
  /** For looking and for turning back clocks, beside the gateway. */
  pool: Connection['pool'];
  prisma: Connection['prisma'];
  close(): Promise<void>;
}

/** A Postgres server whose user may create databases; tests that need one skip without it. */
export const realServerUrl = process.env['DATABASE_URL_TEST'];

/** The kinds of database that a suite runs on: the embedded one, and a real one where there is one. */
export const databaseKinds = realServerUrl === undefined ? (['embedded'] as const) : (['embedded', 'real'] as const);
export type DatabaseKind = 'embedded' | 'real';

/** An empty database of its own for a test file. */
export async function startEmptyDatabase(kind: DatabaseKind = 'embedded'): Promise<TestDatabase> {
  return withPool(kind === 'real' ? await createOnRealServer() : await startLocalPostgres({ memory: true }));
}

/** The same, migrated: a copy of the one that the run of tests began with. */
export async function startDatabase(kind: DatabaseKind = 'embedded'): Promise<TestDatabase> {
  if (kind === 'real') return withPool(await createOnRealServer(` TEMPLATE ${made('TEST_DATABASE_TEMPLATE')}`));
  return withPool(await startLocalPostgres({ memory: true, files: await readFile(made('TEST_DATABASE_FILES')) }));
}

interface Server {
  url: string;
  close(): Promise<void>;
}

function withPool(server: Server): TestDatabase {
  const { pool, prisma, close } = connect({ url: server.url });
  return {
    url: server.url,
    pool,
    prisma,
    async close() {
      if (!pool.ending) await close();
      await server.close();
    },
  };
}

/** @param name of a variable that scripts/test-run/test-databases.ts sets */
function made(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run tests with this project's vitest.config.ts`);
  return value;
}

async function createOnRealServer(like = ''): Promise<Server> {
  if (realServerUrl === undefined) throw new Error('DATABASE_URL_TEST names no server');
  const name = `tzurot_test_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(realServerUrl, `CREATE DATABASE ${name}${like}`);
  const url = new URL(realServerUrl);
  url.pathname = `/${name}`;
  return { url: url.href, close: () => runOnServer(realServerUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function runOnServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
