import type { Pool, PoolClient } from 'pg';
import type { z } from 'zod';
import { Prisma } from '../generated/prisma/client.ts';

/** Where a statement can run: the pool, or the client of a transaction. */
export type Database = Pick<Pool, 'query'> | Pick<PoolClient, 'query'>;

/** A statement, or a part of one, with its values. */
export type Statement = ReturnType<typeof Prisma.sql>;

/** Statements with values; 64-bit numbers arrive as text, so that a Discord id stays exact. */
export const sql = Prisma.sql;
/** Statements one behind the other. */
export const join = Prisma.join;
/** Text of our own as a part of a statement, such as the name of a column; never a value. */
export const raw = Prisma.raw;

const statementNames = new Map<string, string>();

/**
 * Runs one statement, prepared once per connection, which halves its time. The text must not depend on
 * values: lists travel as arrays, with `= ANY(…)` or `unnest(…)`.
 * @returns its rows, as `row` reads them
 * @throws ZodError when the database gives something else than `row` says
 */
export async function query<Row extends z.ZodType>(
  db: Database,
  statement: Statement,
  row: Row,
): Promise<z.output<Row>[]>;
/** Without a schema rows can only be counted. */
export async function query(db: Database, statement: Statement): Promise<unknown[]>;
export async function query(db: Database, statement: Statement, row?: z.ZodType): Promise<unknown[]> {
  const text = statement.text;
  let name = statementNames.get(text);
  if (name === undefined) {
    name = `s${statementNames.size}`;
    statementNames.set(text, name);
  }
  const { rows } = await db.query({ name, text, values: statement.values });
  return row === undefined ? rows : rows.map((found) => row.parse(found));
}

/** Like `query`, for a statement that gives one row at most. */
export async function queryOne<Row extends z.ZodType>(
  db: Database,
  statement: Statement,
  row: Row,
): Promise<z.output<Row> | null>;
export async function queryOne(db: Database, statement: Statement): Promise<object | null>;
export async function queryOne(db: Database, statement: Statement, row?: z.ZodType): Promise<unknown> {
  const [found] = row === undefined ? await query(db, statement) : await query(db, statement, row);
  return found ?? null;
}

/** Lost to somebody else at the same moment; the same work may well succeed now. */
const WORTH_ANOTHER_TRY: ReadonlySet<unknown> = new Set([
  '40001', // serialization failure
  '40P01', // deadlock
  '23503', // a row that was there when we looked was deleted since
]);

/** Ends a transaction well. Sent right behind its last statement, without waiting for that one's answer. */
export type Commit = () => Promise<void>;

/**
 * Runs `work` in a transaction. Nothing but the database may be awaited inside: on the embedded
 * database an open transaction keeps everybody else waiting.
 *
 * Every answer that is waited for costs a round trip, so BEGIN travels together with the first statement, and
 * COMMIT with the last one where `work` itself sends it: `inOneTrip([query(tx, last), commit()])`. What follows a
 * statement that failed fails as well, and the COMMIT of a failed transaction undoes it.
 */
export async function inTransaction<Result>(
  pool: Pool,
  work: (tx: PoolClient, commit: Commit) => Promise<Result>,
): Promise<Result> {
  try {
    return await attempt(pool, work);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && WORTH_ANOTHER_TRY.has(error.code))) throw error;
    return attempt(pool, work);
  }
}

/** The answers of statements that were sent without waiting in between. The first that failed is the reason of the others. */
export async function inOneTrip<Answers extends readonly unknown[]>(
  statements: {
    [Index in keyof Answers]: Promise<Answers[Index]>;
  },
): Promise<Answers> {
  const settled = await Promise.allSettled(statements);
  const failed = settled.find((answer) => answer.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return Promise.all(statements) as Promise<unknown> as Promise<Answers>;
}

async function attempt<Result>(pool: Pool, work: (tx: PoolClient, commit: Commit) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let isBroken: Error | boolean = false;
  let committed: Promise<unknown> | undefined;
  const commit = async () => {
    committed ??= client.query('COMMIT');
    await committed;
  };
  try {
    const begun = client.query('BEGIN');
    // It fails only with its connection, and then so does what is sent behind it.
    begun.catch(() => {});
    const result = await work(client, commit);
    await begun;
    await commit();
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
