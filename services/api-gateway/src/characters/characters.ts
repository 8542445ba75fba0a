import {
  type Caller,
  type Character,
  type CharacterPatch,
  type CharacterSummary,
  type createCharacter,
  type deleteCharacter,
  type listCharacters,
  MAX_CHARACTERS_PER_USER,
  type RouteOutput,
  type RouteRequest,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import type { PoolClient } from 'pg';
import { v7 as uuidV7 } from 'uuid';
import { nextVersion, publishChange, readAddressee } from '../address-book/address-book.ts';
import type { GatewayContext } from '../context.ts';
import { isDuplicate } from '../database/errors.ts';
import { type Database, inTransaction, query, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { findOrKeepUser, OPERATOR_DISCORD_ID } from '../users/users.ts';
import { requireOwned, requireTalkable } from './access.ts';
import { refuseReservedNames } from './reserved-names.ts';
import { claimSlug, findFreeSlug, toSlug } from './slugs.ts';

type Draft = RouteRequest<typeof createCharacter>['body'];

/** What has the same length and meaning in the card and in the row. */
const CARD_FIELDS = [
  'name',
  'description',
  'personality',
  'scenario',
  'greeting',
  'examples',
  'systemPrompt',
  'errorMessage',
] as const;

/**
 * @throws AppError `conflict` when a character that the caller knows has the slug, `invalid-input` for a reserved name,
 * `limit-reached` when the owner has too many
 */
export async function create(
  caller: Caller,
  draft: Draft,
  ctx: GatewayContext,
): Promise<RouteOutput<typeof createCharacter>> {
  const botNames = await refuseReservedNames(draft, ctx);
  const { id: ownerId } = await findOrKeepUser(ctx.pool, caller);
  const characterId = await insertWithFreeSlug(ctx, ownerId, draft, botNames);
  await publish(characterId.id, characterId.version, ctx);
  const character = await get(caller, characterId.id, ctx);
  return { ...character, sharedNames: await findSharedNames(ctx.pool, character, ownerId) };
}

async function insertWithFreeSlug(
  ctx: GatewayContext,
  ownerId: string,
  draft: Draft,
  botNames: readonly string[],
): Promise<{ id: string; version: number }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(ctx.pool, async (tx) => insert(tx, ownerId, draft, botNames));
    } catch (error) {
      // Somebody took the slug that was free a moment ago.
      if (!isDuplicate(error, 'slug') || attempt === 3) throw error;
    }
  }
}

async function insert(
  tx: PoolClient,
  ownerId: string,
  draft: Draft,
  botNames: readonly string[],
): Promise<{ id: string; version: number }> {
  // The owner's row is the lock under which characters are counted.
  await query(tx, sql`SELECT FROM users WHERE id = ${ownerId}::uuid FOR UPDATE`);
  const owned = await queryOne<{ count: number }>(
    tx,
    sql`SELECT count(*)::int AS count FROM characters WHERE owner_id = ${ownerId}::uuid`,
  );
  if ((owned?.count ?? 0) >= MAX_CHARACTERS_PER_USER) {
    throw new AppError('limit-reached', `a person may have ${MAX_CHARACTERS_PER_USER} characters`, {
      reason: 'too-many-characters',
      facts: { max: MAX_CHARACTERS_PER_USER },
    });
  }
  const id = uuidV7();
  const slug =
    draft.slug === undefined
      ? await findFreeSlug(tx, toSlug(draft.name), botNames)
      : await claimSlug(tx, draft.slug, { ownerId, characterId: id });
  const card = Object.fromEntries(CARD_FIELDS.map((field) => [field, draft[field]])) as Pick<
    Draft,
    (typeof CARD_FIELDS)[number]
  >;
  await query(
    tx,
    sql`INSERT INTO characters (id, owner_id, slug, name, description, personality, scenario, greeting, examples,
          system_prompt, error_message, avatar_url, is_public)
        VALUES (${id}::uuid, ${ownerId}::uuid, ${slug}, ${card.name}, ${card.description}, ${card.personality}, ${card.scenario},
          ${card.greeting}, ${card.examples}, ${card.systemPrompt}, ${card.errorMessage}, ${draft.avatarUrl}, ${draft.isPublic})`,
  );
  await writeOwnNames(tx, id);
  return { id, version: await nextVersion(tx) };
}

/** The rows for slug and display name follow the character. */
async function writeOwnNames(tx: PoolClient, characterId: string): Promise<void> {
  await query(tx, sql`DELETE FROM aliases WHERE character_id = ${characterId}::uuid AND source IN ('slug', 'name')`);
  await query(
    tx,
    sql`INSERT INTO aliases (id, character_id, name, key, source)
        SELECT own.id, c.id, own.name, lower(own.name), own.source
        FROM characters c, LATERAL (VALUES (${uuidV7()}::uuid, c.slug::text, 'slug'), (${uuidV7()}::uuid, c.name::text, 'name'))
          AS own (id, name, source)
        WHERE c.id = ${characterId}::uuid`,
  );
}

async function publish(characterId: string, version: number, ctx: GatewayContext): Promise<void> {
  const names = await readAddressee(ctx.pool, characterId);
  const change =
    names === null ? ({ kind: 'character-gone', characterId } as const) : ({ kind: 'character', ...names } as const);
  await publishChange({ version, change }, ctx);
}

/** Names by which somebody whom the owner may talk to is addressed too. */
async function findSharedNames(db: Database, { id, name, slug }: Character, ownerId: string): Promise<string[]> {
  const rows = await query<{ key: string }>(
    db,
    sql`SELECT DISTINCT alias.key FROM aliases alias JOIN characters c ON c.id = alias.character_id
        WHERE alias.key IN (lower(${name}), ${slug}) AND c.id <> ${id}::uuid
          AND (c.is_public OR c.owner_id = ${ownerId}::uuid)`,
  );
  const shared = new Set(rows.map((row) => row.key));
  return [...new Set([name, slug])].filter((own) => shared.has(own.toLowerCase()));
}

interface CharacterRow extends Omit<Character, 'createdAt' | 'updatedAt' | 'isMine'> {
  createdAt: Date;
  updatedAt: Date;
}

/** @throws NotFoundError for what the caller may not talk to, as if it did not exist */
export async function get(
  caller: Caller,
  characterId: string,
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<Character> {
  const { isMine } = await requireTalkable(pool, caller, characterId);
  const row = await queryOne<CharacterRow>(
    pool,
    sql`SELECT id, slug, name, description, personality, scenario, greeting, examples, system_prompt AS "systemPrompt",
          error_message AS "errorMessage", avatar_url AS "avatarUrl", picture_id IS NOT NULL AS "hasPicture",
          is_public AS "isPublic", created_at AS "createdAt", updated_at AS "updatedAt"
        FROM characters WHERE id = ${characterId}::uuid`,
  );
  if (row === null) throw new AppError('not-found', `no character ${characterId}`);
  return { ...row, isMine, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}

/** @throws AppError as `create` does for names; NotFoundError or `forbidden` when it is not the caller's */
export async function update(
  caller: Caller,
  characterId: string,
  patch: CharacterPatch,
  ctx: GatewayContext,
): Promise<Character> {
  await requireOwned(ctx.pool, caller, characterId);
  await refuseReservedNames(patch, ctx);
  const { name, slug, isPublic } = patch;
  const isAddressChange = name !== undefined || slug !== undefined || isPublic !== undefined;
  const { id: callerId } = await findOrKeepUser(ctx.pool, caller);
  const version = await inTransaction(ctx.pool, async (tx) => {
    const claimed = slug && { slug: await claimSlug(tx, slug, { ownerId: callerId, characterId }) };
    await applyPatch(tx, characterId, { ...patch, ...claimed });
    if (!isAddressChange) return null;
    await writeOwnNames(tx, characterId);
    return nextVersion(tx);
  });
  if (version !== null) await publish(characterId, version, ctx);
  return get(caller, characterId, ctx);
}

async function applyPatch(tx: PoolClient, characterId: string, patch: CharacterPatch): Promise<void> {
  await query(
    tx,
    sql`UPDATE characters SET
          name = coalesce(${patch.name ?? null}, name),
          slug = coalesce(${patch.slug ?? null}, slug),
          description = coalesce(${patch.description ?? null}, description),
          personality = coalesce(${patch.personality ?? null}, personality),
          scenario = coalesce(${patch.scenario ?? null}, scenario),
          greeting = coalesce(${patch.greeting ?? null}, greeting),
          examples = coalesce(${patch.examples ?? null}, examples),
          system_prompt = coalesce(${patch.systemPrompt ?? null}, system_prompt),
          error_message = coalesce(${patch.errorMessage ?? null}, error_message),
          is_public = coalesce(${patch.isPublic ?? null}::boolean, is_public),
          avatar_url = CASE WHEN ${patch.avatarUrl !== undefined}::boolean THEN ${patch.avatarUrl ?? null} ELSE avatar_url END,
          updated_at = now()
        WHERE id = ${characterId}::uuid`,
  );
}

/** Deletes a character with everything that was said with it; a turn that is under way says that it is gone. */
export async function remove(
  caller: Caller,
  characterId: string,
  ctx: GatewayContext,
): Promise<RouteOutput<typeof deleteCharacter>> {
  const { name } = await requireOwned(ctx.pool, caller, characterId);
  const { counts, version } = await inTransaction(ctx.pool, async (tx) => {
    const counted = await queryOne<{ lines: number; memories: number }>(
      tx,
      sql`SELECT (SELECT count(*)::int FROM history_lines WHERE character_id = ${characterId}::uuid) AS lines,
            (SELECT count(*)::int FROM memory_items WHERE character_id = ${characterId}::uuid) AS memories`,
    );
    // A picture goes with the last character that has it.
    await query(
      tx,
      sql`WITH gone AS (DELETE FROM characters WHERE id = ${characterId}::uuid RETURNING id, picture_id)
          DELETE FROM pictures USING gone WHERE pictures.id = gone.picture_id
            AND NOT EXISTS (SELECT FROM characters other WHERE other.picture_id = pictures.id AND other.id <> gone.id)`,
    );
    return { counts: counted, version: await nextVersion(tx) };
  });
  await publishChange({ version, change: { kind: 'character-gone', characterId } }, ctx);
  return { name, deletedLines: counts?.lines ?? 0, deletedMemories: counts?.memories ?? 0 };
}

/** Characters that the caller may talk to, their own first, then by name. */
export async function list(
  caller: Caller,
  { query: text, filter, page, pageSize }: RouteRequest<typeof listCharacters>['query'],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<RouteOutput<typeof listCharacters>> {
  const owner = sql`(owner.discord_id = ${toBigInt(caller.id)}::bigint
    OR (${caller.isOperator}::boolean AND owner.discord_id = ${OPERATOR_DISCORD_ID}::bigint))`;
  const pattern = `%${text.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const scope = sql`FROM characters c JOIN users owner ON owner.id = c.owner_id
    WHERE (c.is_public OR ${owner}) AND (${filter} <> 'mine' OR ${owner}) AND (${filter} <> 'public' OR c.is_public)
      AND (c.name ILIKE ${pattern} OR c.slug ILIKE ${pattern})`;
  const counted = await queryOne<{ total: number }>(pool, sql`SELECT count(*)::int AS total ${scope}`);
  const items = await query<CharacterSummary>(
    pool,
    sql`SELECT c.id, c.slug, c.name, c.is_public AS "isPublic", ${owner} AS "isMine", left(c.description, 200) AS description
        ${scope} ORDER BY ${owner} DESC, lower(c.name), c.id LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
  );
  const total = counted?.total ?? 0;
  return {
    // Postgres counts characters, the contract counts UTF-16 units.
    items: items.map((item) => ({ ...item, description: item.description.slice(0, 200).toWellFormed() })),
    page,
    pages: Math.max(1, Math.ceil(total / pageSize)),
    total,
  };
}
