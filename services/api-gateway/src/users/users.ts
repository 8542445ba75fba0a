import type { Caller } from '@tzurot/contracts';
import { v7 as uuidV7 } from 'uuid';
import { type Database, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import type { Prisma } from '../generated/prisma/client.ts';

/** A person as the gateway knows them. */
export interface KnownUser {
  id: string;
  /** The default persona. */
  personaId: string | null;
}

/** The operator, who owns what was there from the start; no Discord account has this id. */
export const OPERATOR_DISCORD_ID = 0n;

/** The user of a Discord account, its name brought up to date; made with a first persona when new. */
export async function keepUser(db: Database, { id, name }: Pick<Caller, 'id' | 'name'>): Promise<KnownUser> {
  const row = await queryOne<{ id: string; persona_id: string | null }>(
    db,
    sql`WITH kept AS (
          INSERT INTO users AS u (id, discord_id, name, default_persona_id)
          VALUES (${uuidV7()}::uuid, ${toBigInt(id)}::bigint, ${name}, ${uuidV7()}::uuid)
          ON CONFLICT (discord_id) DO UPDATE SET name = excluded.name
          RETURNING u.id, u.name, u.default_persona_id, u.xmax = 0 AS is_new
        ), persona AS (
          INSERT INTO personas (id, user_id, name)
          SELECT default_persona_id, id, name FROM kept WHERE is_new
        )
        SELECT id, default_persona_id AS persona_id FROM kept`,
  );
  if (row === null) throw new Error('keeping a user gave no row');
  return { id: row.id, personaId: row.persona_id };
}

/** Locks a user's row until the transaction ends: whatever a person may have only so many of is counted under it. */
export async function lockUser(tx: Prisma.TransactionClient, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
}

/** The same as `keepUser`, without a write when nothing changed. */
export async function findOrKeepUser(db: Database, person: Pick<Caller, 'id' | 'name'>): Promise<KnownUser> {
  const known = await queryOne<{ id: string; persona_id: string | null }>(
    db,
    sql`SELECT id, default_persona_id AS persona_id FROM users
        WHERE discord_id = ${toBigInt(person.id)}::bigint AND name = ${person.name}`,
  );
  return known === null ? keepUser(db, person) : { id: known.id, personaId: known.persona_id };
}
