import {
  type Caller,
  type createPersona,
  MAX_PERSONAS_PER_USER,
  type Persona,
  type PersonaPatch,
  type RouteRequest,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import type { GatewayContext } from '../context.ts';
import { type Database, inTransaction, query, queryOne, sql } from '../database/query.ts';
import { storablePatch, storableText } from '../database/storable.ts';
import { findOrKeepUser } from './users.ts';

type PersonaContext = Pick<GatewayContext, 'pool'>;

/** @throws AppError `limit-reached` when the caller has too many */
export async function create(
  caller: Caller,
  { makeDefault: isDefault, ...draft }: RouteRequest<typeof createPersona>['body'],
  { pool }: PersonaContext,
): Promise<Persona> {
  const { id: userId } = await findOrKeepUser(pool, caller);
  const personaId = uuidV7();
  await inTransaction(pool, async (tx) => {
    const counted = await queryOne<{ count: number }>(
      tx,
      sql`WITH locked AS (SELECT id FROM users WHERE id = ${userId}::uuid FOR UPDATE)
          SELECT count(*)::int AS count FROM personas WHERE user_id IN (SELECT id FROM locked)`,
    );
    if ((counted?.count ?? 0) >= MAX_PERSONAS_PER_USER) {
      throw new AppError('limit-reached', `a person may have ${MAX_PERSONAS_PER_USER} personas`, {
        userMessage: `You already have ${MAX_PERSONAS_PER_USER} profiles, which is the most one person can have. Edit one of them instead.`,
      });
    }
    await query(
      tx,
      sql`INSERT INTO personas (id, user_id, name, pronouns, about)
          VALUES (${personaId}::uuid, ${userId}::uuid, ${storableText(draft.name)}, ${storableText(draft.pronouns)}, ${storableText(draft.about)})`,
    );
    if (isDefault) await setDefault(tx, userId, personaId);
  });
  return read(pool, userId, personaId);
}

/** The default first, then as they were made. */
export async function list(caller: Caller, { pool }: PersonaContext): Promise<Persona[]> {
  const { id: userId } = await findOrKeepUser(pool, caller);
  return query<Persona>(
    pool,
    sql`SELECT p.id, p.name, p.pronouns, p.about, p.id IS NOT DISTINCT FROM u.default_persona_id AS "isDefault"
        FROM personas p JOIN users u ON u.id = p.user_id
        WHERE u.id = ${userId}::uuid ORDER BY 5 DESC, p.id`,
  );
}

/** @throws NotFoundError when it is not the caller's */
export async function update(
  caller: Caller,
  personaId: string,
  patch: PersonaPatch,
  { pool }: PersonaContext,
): Promise<Persona> {
  const { id: userId } = await findOrKeepUser(pool, caller);
  await query(
    pool,
    sql`UPDATE personas SET name = coalesce(${storablePatch(patch.name)}, name), pronouns = coalesce(${storablePatch(patch.pronouns)}, pronouns),
          about = coalesce(${storablePatch(patch.about)}, about)
        WHERE id = ${personaId}::uuid AND user_id = ${userId}::uuid`,
  );
  return read(pool, userId, personaId);
}

/** @throws NotFoundError when it is not the caller's */
export async function makeDefault(caller: Caller, personaId: string, { pool }: PersonaContext): Promise<Persona> {
  const { id: userId } = await findOrKeepUser(pool, caller);
  await setDefault(pool, userId, personaId);
  return read(pool, userId, personaId);
}

async function setDefault(db: Database, userId: string, personaId: string): Promise<void> {
  await query(
    db,
    sql`UPDATE users SET default_persona_id = ${personaId}::uuid
        WHERE id = ${userId}::uuid AND EXISTS (
          SELECT FROM personas WHERE id = ${personaId}::uuid AND user_id = ${userId}::uuid)`,
  );
}

async function read(db: Database, userId: string, personaId: string): Promise<Persona> {
  const persona = await queryOne<Persona>(
    db,
    sql`SELECT p.id, p.name, p.pronouns, p.about, p.id IS NOT DISTINCT FROM u.default_persona_id AS "isDefault"
        FROM personas p JOIN users u ON u.id = p.user_id WHERE p.id = ${personaId}::uuid AND u.id = ${userId}::uuid`,
  );
  if (persona === null) throw new NotFoundError('persona', personaId);
  return persona;
}
