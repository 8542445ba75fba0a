import {
  CARD_FIELDS,
  type Caller,
  type Character,
  type CharacterCard,
  type cloneCharacter,
  type createCharacter,
  type hideCharacter,
  MAX_CHARACTERS_PER_USER,
  type RouteOutput,
  type RouteRequest,
  type updateCharacter,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { nextVersion, publishChange, readAddressee } from '../address-book/address-book.ts';
import { audit } from '../audits/audits.ts';
import type { GatewayContext } from '../context.ts';
import { changes } from '../database/changes.ts';
import { isDuplicate } from '../database/errors.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { lockUser, type Rows, transaction } from '../database/transaction.ts';
import type { Character as CharacterRow } from '../generated/prisma/client.ts';
import { copyPicture } from '../pictures/keep-picture.ts';
import * as presets from '../presets/presets.ts';
import { findOrKeepUser, OPERATOR_DISCORD_ID } from '../users/users.ts';
import { requireOwned, requireTalkable, standingColumns, standingOf } from './access.ts';
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

/** A draft, with what a clone has beside it. */
type NewCharacter = Draft &
  Partial<
    Pick<CharacterRow, 'pictureId' | 'isAdult' | 'talkativeness' | 'birthMonth' | 'birthDay' | 'defaultPresetId'>
  >;

interface Changed {
  id: string;
  /** Of the address book. */
  version: number;
}

/** Locks the owner. Deleted ones do not count, until they are restored. @throws AppError `limit-reached` */
export async function requireRoom(tx: Rows, ownerId: string): Promise<void> {
  await lockUser(tx, ownerId);
  if ((await tx.character.count({ where: { ownerId, deletedAt: null } })) < MAX_CHARACTERS_PER_USER) return;
  throw new AppError('limit-reached', `a person may have ${MAX_CHARACTERS_PER_USER} characters`, {
    reason: 'too-many-characters',
    facts: { max: MAX_CHARACTERS_PER_USER },
  });
}

async function insertWithFreeSlug(
  ctx: GatewayContext,
  ownerId: string,
  draft: NewCharacter,
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

/** A new character with its names, in a transaction that locks its owner. @throws AppError `limit-reached` */
export async function insert(
  tx: Rows,
  ownerId: string,
  draft: NewCharacter,
  botNames: readonly string[],
): Promise<Changed> {
  await requireRoom(tx, ownerId);
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

/** Tells bot-clients how a character is called now, and by whom. */
export async function publish(characterId: string, version: number, ctx: GatewayContext): Promise<void> {
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
      character: { deletedAt: null, OR: [{ isPublic: true }, { ownerId }] },
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
    include: {
      people: standingColumns(caller).people,
      owner: { select: { discordId: true, name: true } },
      defaultPreset: { select: { id: true, name: true, isGlobal: true, owner: { select: { discordId: true } } } },
    },
  });
  const { mayTalk, isMine, isOwner } = standingOf(row, caller);
  if (row === null || !mayTalk) throw new NotFoundError('character', characterId);
  const card = Object.fromEntries(CARD_FIELDS.map((field) => [field, row[field]])) as CharacterCard;
  const { id, slug, avatarUrl, isPublic, isAdult, talkativeness, revision, birthMonth, birthDay } = row;
  const { defaultPreset, owner } = row;
  const maySeePreset = defaultPreset?.isGlobal === true || defaultPreset?.owner?.discordId === toBigInt(caller.id);
  return {
    ...card,
    id,
    slug,
    avatarUrl,
    isPublic,
    talkativeness,
    isAdult,
    isHidden: isMine && row.isHidden,
    birthday: birthMonth === null || birthDay === null ? null : { month: birthMonth, day: birthDay },
    defaultPreset: defaultPreset !== null && maySeePreset ? { id: defaultPreset.id, name: defaultPreset.name } : null,
    hasPicture: row.pictureId !== null,
    isMine,
    isOwner,
    ownerId: owner.discordId === OPERATOR_DISCORD_ID ? null : toSnowflake(owner.discordId),
    ownerName: owner.name,
    revision,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/**
 * @throws AppError as `create` does for names, `conflict` when somebody else saved since `expectedRevision`;
 * NotFoundError or `forbidden` when the caller may not change it
 */
export async function update(
  caller: Caller,
  characterId: string,
  { expectedRevision, birthday, defaultPresetId, ...patch }: RouteRequest<typeof updateCharacter>['body'],
  ctx: GatewayContext,
): Promise<Character> {
  await requireOwned(ctx.prisma, caller, characterId);
  await refuseReservedNames(patch, ctx);
  const { id: callerId } = await findOrKeepUser(caller, ctx);
  if (defaultPresetId !== undefined && defaultPresetId !== null) await presets.get(caller, defaultPresetId, ctx);
  const { name, slug, isPublic } = patch;
  const isAddressChange = [name, slug, isPublic].some((value) => value !== undefined);
  const version = await transaction(ctx.prisma, async (tx) => {
    await lockCharacter(tx, characterId);
    const before = await tx.character.findUniqueOrThrow({ where: { id: characterId }, select: moderated });
    if (expectedRevision !== undefined && before.revision !== expectedRevision) {
      throw new AppError('conflict', `character ${characterId} was changed meanwhile`, { reason: 'changed-meanwhile' });
    }
    if (isPublic === true && before.isHidden && !caller.isOperator) {
      throw new AppError('forbidden', `an operator hid character ${characterId}`, {
        reason: 'character-hidden',
        facts: { name: before.name },
      });
    }
    await auditForeign(tx, caller, before, { action: 'character.edit', targetId: characterId });
    const claimed = slug && { slug: await claimSlug(tx, slug, { ownerId: callerId, characterId }) };
    const row = await tx.character.update({
      where: { id: characterId },
      data: {
        ...changes({ ...patch, defaultPresetId }),
        ...claimed,
        ...(birthday !== undefined && { birthMonth: birthday?.month ?? null, birthDay: birthday?.day ?? null }),
        revision: { increment: 1 },
      },
    });
    if (!isAddressChange) return null;
    await tx.alias.deleteMany({ where: { characterId, source: { in: ['slug', 'name'] } } });
    await tx.alias.createMany({ data: ownAliases(row).map((alias) => ({ ...alias, characterId })) });
    return nextVersion(tx);
  });
  if (version !== null) await publish(characterId, version, ctx);
  return get(caller, characterId, ctx);
}

/**
 * A private character of the caller's that is like this one, and like it has its picture.
 * @throws NotFoundError or `forbidden` when the caller may not change what is copied; else as `create` does
 */
export async function clone(
  caller: Caller,
  characterId: string,
  { name }: RouteRequest<typeof cloneCharacter>['body'],
  ctx: GatewayContext,
): Promise<Character> {
  await requireOwned(ctx.prisma, caller, characterId);
  const { id: ownerId } = await findOrKeepUser(caller, ctx);
  const original = await ctx.prisma.character.findUniqueOrThrow({ where: { id: characterId } });
  const card = Object.fromEntries(CARD_FIELDS.map((field) => [field, original[field]])) as CharacterCard;
  const { avatarUrl, isAdult, birthMonth, birthDay, talkativeness } = original;
  const copy = {
    ...card,
    ...(name !== undefined && { name }),
    slug: undefined,
    isPublic: false,
    avatarUrl,
    isAdult,
    birthMonth,
    birthDay,
    talkativeness,
    ...(original.ownerId === ownerId && { defaultPresetId: original.defaultPresetId }),
    pictureId: await copyPicture(ctx.prisma, original.pictureId, ownerId),
  };
  const botNames = await refuseReservedNames(copy, ctx);
  const made = await insertWithFreeSlug(ctx, ownerId, copy, botNames);
  await publish(made.id, made.version, ctx);
  return get(caller, made.id, ctx);
}

/** Hides a character from everybody but those who may change it, or lets its owner show it again. @throws NotFoundError */
export async function hide(
  caller: Caller,
  { characterId, isHidden }: { characterId: string; isHidden: boolean },
  ctx: GatewayContext,
): Promise<RouteOutput<typeof hideCharacter>> {
  const { name } = await requireTalkable(ctx.prisma, caller, characterId);
  const version = await transaction(ctx.prisma, async (tx) => {
    await tx.character.update({
      where: { id: characterId },
      data: { isHidden, ...(isHidden && { isPublic: false }), revision: { increment: 1 } },
    });
    const action = isHidden ? 'character.hide' : 'character.show';
    await audit(tx, { actorId: caller.id, action, targetId: characterId, facts: { name } });
    return nextVersion(tx);
  });
  await publish(characterId, version, ctx);
  return { name };
}

/** Locks a character's row until the transaction ends. Prisma has no words for a lock. */
async function lockCharacter(tx: Rows, characterId: string): Promise<void> {
  await tx.$executeRaw`SELECT FROM characters WHERE id = ${characterId}::uuid FOR UPDATE`;
}

/** What decides whether a change has to be noted, or may be made at all. */
const moderated = { name: true, isHidden: true, revision: true, owner: { select: { discordId: true } } } as const;

/** Notes what somebody does to a character of somebody else. */
export async function auditForeign(
  tx: Rows,
  caller: Caller,
  { name, owner }: { name: string; owner: { discordId: bigint } },
  entry: { action: string; targetId: string },
): Promise<void> {
  if (owner.discordId === toBigInt(caller.id)) return;
  await audit(tx, { ...entry, actorId: caller.id, facts: { name } });
}
