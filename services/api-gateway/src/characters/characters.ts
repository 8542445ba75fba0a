import {
  CARD_FIELDS,
  type Caller,
  type Character,
  type CharacterCard,
  type CharacterPatch,
  type CharacterSummary,
  type createCharacter,
  type deleteCharacter,
  type hideCharacter,
  type listCharacters,
  MAX_CHARACTERS_PER_USER,
  type RouteOutput,
  type RouteRequest,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';
import { nextVersion, publishChange, readAddressee } from '../address-book/address-book.ts';
import { audit } from '../audits/audits.ts';
import type { GatewayContext } from '../context.ts';
import { changes } from '../database/changes.ts';
import { isDuplicate } from '../database/errors.ts';
import { query, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { lockUser, type Rows, transaction } from '../database/transaction.ts';
import { findOrKeepUser } from '../users/users.ts';
import { isMine, requireOwned } from './access.ts';
import { aliasKey, ownAliases } from './own-names.ts';
import { refuseReservedNames } from './reserved-names.ts';
import { claimSlug, findFreeSlug, toSlug } from './slugs.ts';

type Draft = RouteRequest<typeof createCharacter>['body'];

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
  const { id: ownerId } = await findOrKeepUser(caller, ctx);
  const made = await insertWithFreeSlug(ctx, ownerId, draft, botNames);
  await publish(made.id, made.version, ctx);
  const character = await get(caller, made.id, ctx);
  return { ...character, sharedNames: await findSharedNames(ctx.prisma, character, ownerId) };
}

interface Changed {
  id: string;
  /** Of the address book. */
  version: number;
}

async function insertWithFreeSlug(
  ctx: GatewayContext,
  ownerId: string,
  draft: Draft,
  botNames: readonly string[],
): Promise<Changed> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(ctx.prisma, async (tx) => insert(tx, ownerId, draft, botNames));
    } catch (error) {
      // Somebody took the slug that was free a moment ago.
      if (!isDuplicate(error, 'slug') || attempt === 3) throw error;
    }
  }
}

async function insert(tx: Rows, ownerId: string, draft: Draft, botNames: readonly string[]): Promise<Changed> {
  await lockUser(tx, ownerId);
  if ((await tx.character.count({ where: { ownerId } })) >= MAX_CHARACTERS_PER_USER) {
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
  await tx.character.create({
    data: { ...draft, id, ownerId, slug, aliases: { create: ownAliases({ name: draft.name, slug }) } },
  });
  return { id, version: await nextVersion(tx) };
}

async function publish(characterId: string, version: number, ctx: GatewayContext): Promise<void> {
  const names = await readAddressee(ctx.prisma, characterId);
  const change =
    names === null ? ({ kind: 'character-gone', characterId } as const) : ({ kind: 'character', ...names } as const);
  await publishChange({ version, change }, ctx);
}

/** Names by which somebody whom the owner may talk to is addressed too. */
async function findSharedNames(db: Rows, { id, name, slug }: Character, ownerId: string): Promise<string[]> {
  const aliases = await db.alias.findMany({
    where: {
      key: { in: [aliasKey(name), slug] },
      characterId: { not: id },
      character: { OR: [{ isPublic: true }, { ownerId }] },
    },
    select: { key: true },
    distinct: ['key'],
  });
  const shared = new Set(aliases.map(({ key }) => key));
  return [...new Set([name, slug])].filter((own) => shared.has(aliasKey(own)));
}

/** @throws NotFoundError for what the caller may not talk to, as if it did not exist */
export async function get(
  caller: Caller,
  characterId: string,
  { prisma }: Pick<GatewayContext, 'prisma'>,
): Promise<Character> {
  const row = await prisma.character.findUnique({
    where: { id: characterId },
    include: { owner: { select: { discordId: true } } },
  });
  if (row === null || !(row.isPublic || isMine(row, caller))) throw new NotFoundError('character', characterId);
  const card = Object.fromEntries(CARD_FIELDS.map((field) => [field, row[field]])) as CharacterCard;
  const { id, slug, avatarUrl, isPublic, talkativeness } = row;
  return {
    ...card,
    id,
    slug,
    avatarUrl,
    isPublic,
    talkativeness,
    hasPicture: row.pictureId !== null,
    isMine: isMine(row, caller),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** @throws AppError as `create` does for names; NotFoundError or `forbidden` when it is not the caller's */
export async function update(
  caller: Caller,
  characterId: string,
  patch: CharacterPatch,
  ctx: GatewayContext,
): Promise<Character> {
  await requireOwned(ctx.prisma, caller, characterId);
  await refuseReservedNames(patch, ctx);
  const { id: callerId } = await findOrKeepUser(caller, ctx);
  const { name, slug, isPublic } = patch;
  const isAddressChange = name !== undefined || slug !== undefined || isPublic !== undefined;
  const version = await transaction(ctx.prisma, async (tx) => {
    const before = await tx.character.findUniqueOrThrow({ where: { id: characterId }, select: moderated });
    if (isPublic === true && before.isHidden && !caller.isOperator) {
      throw new AppError('forbidden', `an operator hid character ${characterId}`, {
        reason: 'character-hidden',
        facts: { name: before.name },
      });
    }
    await auditForeign(tx, caller, before, { action: 'character.edit', targetId: characterId });
    const claimed = slug && { slug: await claimSlug(tx, slug, { ownerId: callerId, characterId }) };
    const row = await tx.character.update({ where: { id: characterId }, data: { ...changes(patch), ...claimed } });
    if (!isAddressChange) return null;
    await tx.alias.deleteMany({ where: { characterId, source: { in: ['slug', 'name'] } } });
    await tx.alias.createMany({ data: ownAliases(row).map((alias) => ({ ...alias, characterId })) });
    return nextVersion(tx);
  });
  if (version !== null) await publish(characterId, version, ctx);
  return get(caller, characterId, ctx);
}

/** Deletes a character with everything that was said with it; a turn that is under way says that it is gone. */
export async function remove(
  caller: Caller,
  characterId: string,
  ctx: GatewayContext,
): Promise<RouteOutput<typeof deleteCharacter>> {
  const { name } = await requireOwned(ctx.prisma, caller, characterId);
  const { version, ...counts } = await transaction(ctx.prisma, async (tx) => {
    const deletedLines = await tx.historyLine.count({ where: { characterId } });
    const deletedMemories = await tx.memoryItem.count({ where: { characterId } });
    await tx.loreAttachment.deleteMany({ where: { target: 'character', targetId: characterId } });
    const { pictureId, ...gone } = await tx.character.delete({
      where: { id: characterId },
      select: { pictureId: true, ...moderated },
    });
    await auditForeign(tx, caller, gone, { action: 'character.delete', targetId: characterId });
    // A picture goes with the last character that has it.
    if (pictureId !== null) await tx.picture.deleteMany({ where: { id: pictureId, characters: { none: {} } } });
    return { deletedLines, deletedMemories, version: await nextVersion(tx) };
  });
  await publishChange({ version, change: { kind: 'character-gone', characterId } }, ctx);
  return { name, ...counts };
}

/** Hides a character from everybody but its owner, or lets its owner show it again. @throws NotFoundError */
export async function hide(
  caller: Caller,
  { characterId, isHidden }: { characterId: string; isHidden: boolean },
  ctx: GatewayContext,
): Promise<RouteOutput<typeof hideCharacter>> {
  const { name } = await requireOwned(ctx.prisma, caller, characterId);
  const version = await transaction(ctx.prisma, async (tx) => {
    await tx.character.update({
      where: { id: characterId },
      data: { isHidden, ...(isHidden && { isPublic: false }) },
    });
    const action = isHidden ? 'character.hide' : 'character.show';
    await audit(tx, { actorId: caller.id, action, targetId: characterId, facts: { name } });
    return nextVersion(tx);
  });
  await publish(characterId, version, ctx);
  return { name };
}

/** What decides whether a change has to be noted, or may be made at all. */
const moderated = { name: true, isHidden: true, owner: { select: { discordId: true } } } as const;

/** Notes what an operator does to a character of somebody else. */
async function auditForeign(
  tx: Rows,
  caller: Caller,
  { name, owner }: { name: string; owner: { discordId: bigint } },
  entry: { action: string; targetId: string },
): Promise<void> {
  if (owner.discordId === toBigInt(caller.id)) return;
  await audit(tx, { ...entry, actorId: caller.id, facts: { name } });
}

/** Not what is in it: the route's contract checks each, so that one that does not fit is left out. */
const ListedRow = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  isPublic: z.boolean(),
  isMine: z.boolean(),
  description: z.string(),
}) satisfies z.ZodType<CharacterSummary>;

/**
 * Characters that the caller may talk to, their own first, then by name. By hand, because Prisma orders by columns
 * alone and not by whose they are: it would have to read them all to sort them here.
 */
export async function list(
  caller: Caller,
  { query: text, filter, page, pageSize }: RouteRequest<typeof listCharacters>['query'],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<RouteOutput<typeof listCharacters>> {
  const own = sql`(owner.discord_id = ${toBigInt(caller.id)}::bigint OR ${caller.isOperator}::boolean AND owner.discord_id = 0)`;
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const scope = sql`FROM characters c JOIN users owner ON owner.id = c.owner_id
    WHERE (c.is_public OR ${own}) AND (${filter} <> 'mine' OR ${own}) AND (${filter} <> 'public' OR c.is_public)
      AND (c.name ILIKE ${pattern} OR c.slug ILIKE ${pattern})`;
  const counted = await queryOne(pool, sql`SELECT count(*)::int AS total ${scope}`, z.object({ total: z.int() }));
  const items = await query(
    pool,
    sql`SELECT c.id, c.slug, c.name, c.is_public AS "isPublic", ${own} AS "isMine", left(c.description, 200) AS description
        ${scope} ORDER BY ${own} DESC, lower(c.name), c.id LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
    ListedRow,
  );
  const total = counted?.total ?? 0;
  return { items, page, pages: Math.max(1, Math.ceil(total / pageSize)), total };
}
