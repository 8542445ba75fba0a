import {
  type Caller,
  type Character,
  type countCharacterBelongings,
  type DeletedCharacter,
  type deleteCharacter,
  RESTORABLE_DAYS,
  type RouteOutput,
} from '@tzurot/contracts';
import { NotFoundError } from '@tzurot/platform';
import { nextVersion, publishChange } from '../address-book/address-book.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { transaction } from '../database/transaction.ts';
import { dropUnused } from '../pictures/keep-picture.ts';
import { OPERATOR_DISCORD_ID } from '../users/users.ts';
import { requireOwner } from './access.ts';
import { auditForeign, get, publish, requireRoom } from './characters.ts';

const RESTORABLE_MS = RESTORABLE_DAYS * 24 * 60 * 60_000;
/** So many go for good at once, each with all that was said with it. */
const SWEPT_AT_ONCE = 5;

/** What would be gone with it. @throws as `requireOwner` */
export async function countBelongings(
  caller: Caller,
  characterId: string,
  { prisma }: GatewayContext,
): Promise<RouteOutput<typeof countCharacterBelongings>> {
  const { name } = await requireOwner(prisma, caller, characterId);
  const [lines, memories, aliases, channels] = await Promise.all([
    prisma.historyLine.count({ where: { characterId } }),
    prisma.memoryItem.count({ where: { characterId } }),
    prisma.alias.count({ where: { characterId, source: 'added' } }),
    prisma.activeCharacter.count({ where: { characterId } }),
  ]);
  return { name, lines, memories, aliases, channels };
}

/** From now on nobody hears of it; a turn that is under way says that it is gone. */
export async function remove(
  caller: Caller,
  characterId: string,
  ctx: GatewayContext,
): Promise<RouteOutput<typeof deleteCharacter>> {
  const { name } = await requireOwner(ctx.prisma, caller, characterId);
  const deletedAt = new Date();
  const version = await transaction(ctx.prisma, async (tx) => {
    const gone = await tx.character.update({ where: { id: characterId }, data: { deletedAt }, select: owned });
    await auditForeign(tx, caller, gone, { action: 'character.delete', targetId: characterId });
    return nextVersion(tx);
  });
  await publishChange({ version, change: { kind: 'character-gone', characterId } }, ctx);
  return { name, restorableUntil: restorableUntil(deletedAt).toISOString() };
}

export async function listDeleted(caller: Caller, { prisma }: GatewayContext): Promise<DeletedCharacter[]> {
  const rows = await prisma.character.findMany({
    where: { deletedAt: { not: null }, owner: { discordId: { in: owners(caller) } } },
    orderBy: { deletedAt: 'desc' },
    select: { id: true, name: true, slug: true, deletedAt: true },
  });
  return rows.flatMap(({ deletedAt, ...row }) =>
    deletedAt === null
      ? []
      : [{ ...row, deletedAt: deletedAt.toISOString(), restorableUntil: restorableUntil(deletedAt).toISOString() }],
  );
}

/** @throws NotFoundError for what is not deleted, is gone, or is somebody else's; AppError `limit-reached` as `create` */
export async function restore(caller: Caller, characterId: string, ctx: GatewayContext): Promise<Character> {
  await transaction(ctx.prisma, async (tx) => {
    const found = await tx.character.findFirst({
      where: { id: characterId, ...(caller.isOperator ? {} : { owner: { discordId: toBigInt(caller.id) } }) },
      select: { ownerId: true, deletedAt: true, ...owned },
    });
    if (found === null) throw new NotFoundError('deleted character', characterId);
    if (found.deletedAt === null) return;
    await requireRoom(tx, found.ownerId);
    await tx.character.update({ where: { id: characterId }, data: { deletedAt: null } });
    await auditForeign(tx, caller, found, { action: 'character.restore', targetId: characterId });
    // Where it was active is no part of the change that tells of it; whoever misses a version loads the whole book.
    await nextVersion(tx);
  });
  const version = await transaction(ctx.prisma, nextVersion);
  await publish(characterId, version, ctx);
  return get(caller, characterId, ctx);
}

/** Ends what nobody restored in time, with all that was said with it. Foreign keys take the rest. */
export async function sweepDeleted({ prisma, log }: Pick<GatewayContext, 'prisma' | 'log'>): Promise<void> {
  const overdue = await prisma.character.findMany({
    where: { deletedAt: { lt: new Date(Date.now() - RESTORABLE_MS) } },
    take: SWEPT_AT_ONCE,
    select: { id: true },
  });
  for (const { id } of overdue) {
    await transaction(prisma, async (tx) => {
      await tx.loreAttachment.deleteMany({ where: { target: 'character', targetId: id } });
      await tx.textRule.deleteMany({ where: { target: 'character', targetId: id } });
      const { pictureId } = await tx.character.delete({ where: { id }, select: { pictureId: true } });
      await dropUnused(tx, [pictureId]);
    });
    log.info({ characterId: id }, 'deleted character is gone for good');
  }
}

const owned = { name: true, owner: { select: { discordId: true } } } as const;

const owners = (caller: Caller): bigint[] => [toBigInt(caller.id), ...(caller.isOperator ? [OPERATOR_DISCORD_ID] : [])];

const restorableUntil = (deletedAt: Date): Date => new Date(deletedAt.getTime() + RESTORABLE_MS);
