import type { ClientBase } from 'pg';
import { z } from 'zod';
import { MIGRATION_LOCK } from './apply-migrations.ts';
import { type Database, queryOne, sql } from './query.ts';

/** Where vectors of memories live; managed here and not by Prisma, because not every database has the extension. */
export const VECTOR_TABLE = 'memory_vectors';

/** One vector per exchange; vectors of different spaces (vendor, model, dimensions) are never compared. */
const TABLE = `CREATE TABLE IF NOT EXISTS ${VECTOR_TABLE} (
  owner_id UUID NOT NULL REFERENCES personas (id) ON DELETE CASCADE,
  exchange_id UUID NOT NULL,
  space VARCHAR(200) NOT NULL,
  embedding vector NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, space, exchange_id)
)`;

/** What a vector is not made of. */
const UNEMBEDDED = `'{terms,terms_version,is_pinned,is_locked,is_portable,shared_guild_ids}'::text[]`;

/**
 * A vector goes when anything that it was made of is changed, hidden or deleted, whoever does it; a new one is made of
 * what is left. It is not made of terms.
 */
const FORGETTING = `CREATE OR REPLACE FUNCTION forget_vectors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM ${VECTOR_TABLE} v USING changed WHERE v.owner_id = changed.owner_id AND v.exchange_id = changed.exchange_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION forget_vectors_of_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM ${VECTOR_TABLE} v USING before LEFT JOIN after USING (id)
    WHERE v.owner_id = before.owner_id AND v.exchange_id = before.exchange_id
      AND to_jsonb(before) - ${UNEMBEDDED} IS DISTINCT FROM to_jsonb(after) - ${UNEMBEDDED};
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER forget_vectors_of_changed AFTER UPDATE ON memory_items
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION forget_vectors_of_changed();
CREATE OR REPLACE TRIGGER forget_vectors_of_deleted AFTER DELETE ON memory_items
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION forget_vectors()`;

export type VectorSupport = 'present' | 'not installed' | 'not permitted';

/** Adds pgvector and the table for vectors, where the server offers the extension and lets us; without, memory is lexical. */
export async function addVectors(client: ClientBase): Promise<VectorSupport> {
  const { rowCount } = await client.query(`SELECT FROM pg_available_extensions WHERE name = 'vector'`);
  if (rowCount === 0) return 'not installed';
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query('CREATE EXTENSION IF NOT EXISTS vector');
    await client.query(TABLE);
    await client.query(FORGETTING);
    await client.query('COMMIT');
    return 'present';
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    if (isPermissionError(error)) return 'not permitted';
    throw error;
  }
}

/** Whether this database keeps vectors. */
export async function hasVectors(db: Database): Promise<boolean> {
  const row = await queryOne(
    db,
    sql`SELECT to_regclass(${VECTOR_TABLE}) IS NOT NULL AS there`,
    z.object({ there: z.boolean() }),
  );
  return row?.there ?? false;
}

function isPermissionError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501';
}
