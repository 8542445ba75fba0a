import { randomUUID } from 'node:crypto';
import { startLocalPostgres } from '@tzurot/local-postgres';
import { Client, Pool } from 'pg';
import { migrateDatabase } from '../../src/index.ts';

export interface TestDatabase {
  url: string;
  /** For looking and for turning back clocks, beside the gateway. */
  pool: Pool;
  close(): Promise<void>;
}

/** A Postgres server whose user may create databases; tests that need one skip without it. */
export const realServerUrl = process.env['DATABASE_URL_TEST'];

/** The kinds of database that a suite runs on: the embedded one, and a real one where there is one. */
export const databaseKinds = realServerUrl === undefined ? (['embedded'] as const) : (['embedded', 'real'] as const);
export type DatabaseKind = 'embedded' | 'real';

/** An empty database of its own for a test file. */
export async function startEmptyDatabase(kind: DatabaseKind = 'embedded'): Promise<TestDatabase> {
  const server = kind === 'real' ? await createOnRealServer() : await startEmbedded();
  const pool = new Pool({ connectionString: server.url, max: 2 });
  // The server may say goodbye before a closing client has gone.
  pool.on('error', () => {});
  return {
    url: server.url,
    pool,
    async close() {
      if (!pool.ending) await pool.end();
      await server.close();
    },
  };
}

/** The same, migrated. */
export async function startDatabase(kind: DatabaseKind = 'embedded'): Promise<TestDatabase> {
  const database = await startEmptyDatabase(kind);
  await migrateDatabase(database);
  return database;
}

interface Server {
  url: string;
  close(): Promise<void>;
}

const startEmbedded = async (): Promise<Server> => startLocalPostgres({ memory: true });

async function createOnRealServer(): Promise<Server> {
  if (realServerUrl === undefined) throw new Error('DATABASE_URL_TEST names no server');
  const name = `tzurot_test_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(realServerUrl, `CREATE DATABASE ${name}`);
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
