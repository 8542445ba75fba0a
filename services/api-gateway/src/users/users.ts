import type { Caller } from '@tzurot/contracts';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { type Database, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';

/** A person as the gateway knows them. */
export interface KnownUser {
  id: string;
  /** The default persona. */
  personaId: string | null;
}

/** The operator, who owns what was there from the start; no Discord account has this id. */
export const OPERATOR_DISCORD_ID = 0n;

const KeptUser = z.object({ id: z.string(), personaId: z.string().nullable() });

/**
 * The user of a Discord account, its name brought up to date; made with a first persona when new.
 * By hand, because it is on the way of a message: one statement, where Prisma takes a transaction of five.
 * Measured in docs/adr/0005-one-typed-way-to-the-database.md.
 */
export async function keepUser(db: Database, { id, name }: Pick<Caller, 'id' | 'name'>): Promise<KnownUser> {
  const kept = await queryOne(
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
        SELECT id, default_persona_id AS "personaId" FROM kept`,
    KeptUser,
  );
  if (kept === null) throw new Error('keeping a user gave no row');
  return kept;
}

/** The same as `keepUser`, without a write when nothing changed. */
export async function findOrKeepUser(
  person: Pick<Caller, 'id' | 'name'>,
  { pool, prisma }: Pick<GatewayContext, 'pool' | 'prisma'>,
): Promise<KnownUser> {
  const known = await prisma.user.findUnique({
    where: { discordId: toBigInt(person.id), name: person.name },
    select: { id: true, defaultPersonaId: true },
  });
  return known === null ? keepUser(pool, person) : { id: known.id, personaId: known.defaultPersonaId };
}
