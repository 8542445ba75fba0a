import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { Prisma } from '../generated/prisma/client.ts';

/** Where a statement can run: the pool, or the client of a transaction. */
export type Database = Pick<Pool, 'query'> | Pick<PoolClient, 'query'>;

type Statement = ReturnType<typeof Prisma.sql>;

/** Statements with values; 64-bit numbers arrive as text, so that a Discord id stays exact. */
export const sql = Prisma.sql;

const statementNames = new Map<string, string>();

/**
 * Runs one statement, prepared once per connection, which halves its time. The text must not depend on
 * values: lists travel as arrays, with `= ANY(…)` or `unnest(…)`.
 * @returns its rows; `Row` is the caller's word for what the statement selects
 */
export async function query<Row extends QueryResultRow>(db: Database, statement: Statement): Promise<Row[]> {
  const text = statement.text;
  let name = statementNames.get(text);
  if (name === undefined) {
    name = `s${statementNames.size}`;
    statementNames.set(text, name);
  }
  const { rows } = await db.query<Row>({ name, text, values: statement.values });
  return rows;
}

/** Like `query`, for a statement that gives one row at most. */
export async function queryOne<Row extends QueryResultRow>(db: Database, statement: Statement): Promise<Row | null> {
  const [row] = await query<Row>(db, statement);
  return row ?? null;
}

/** Lost to somebody else at the same moment; the same work may well succeed now. */
const WORTH_ANOTHER_TRY: ReadonlySet<unknown> = new Set([
  '40001', // serialization failure
  '40P01', // deadlock
  '23503', // a row that was there when we looked was deleted since
]);

/**
 * Runs `work` in a transaction. Nothing but the database may be awaited inside: on the embedded
 * database an open transaction keeps everybody else waiting.
 */
export async function inTransaction<Result>(pool: Pool, work: (tx: PoolClient) => Promise<Result>): Promise<Result> {
  try {
    return await attempt(pool, work);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && WORTH_ANOTHER_TRY.has(error.code))) throw error;
    return attempt(pool, work);
  }
}

async function attempt<Result>(pool: Pool, work: (tx: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let isBroken: Error | boolean = false;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      isBroken = rollbackError;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}
