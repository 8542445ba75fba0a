import type { Caller, listMemories, Memory, RouteAnswer, RouteRequest, updateMemory } from '@tzurot/contracts';
import { NotFoundError } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { TERMS_VERSION, toTerms } from '../memory/ranking/words.ts';

type Context = Pick<GatewayContext, 'prisma'>;

/** Whoever's personas they belong to: nobody else's are ever looked at. */
export const ownedBy = ({ id }: Pick<Caller, 'id'>) => ({ owner: { user: { discordId: toBigInt(id) } } });

const include = { character: { select: { name: true } } } as const;
type Row = Prisma.MemoryItemGetPayload<{ include: typeof include }>;

export async function list(
  caller: Caller,
  { query, characterId, messageId, page, pageSize }: RouteRequest<typeof listMemories>['query'],
  { prisma }: Context,
): Promise<RouteAnswer<typeof listMemories>> {
  const terms = [...new Set(toTerms(query))];
  const where: Prisma.MemoryItemWhereInput = {
    ...ownedBy(caller),
    state: 'active',
    ...(characterId !== undefined && { characterId }),
    ...(messageId !== undefined && { sourceMessageIds: { has: toBigInt(messageId) } }),
    ...(query !== '' && {
      OR: [
        { body: { contains: query, mode: 'insensitive' } },
        ...(terms.length > 0 ? [{ terms: { hasEvery: terms } }] : []),
      ],
    }),
  };
  const total = await prisma.memoryItem.count({ where });
  const rows = await prisma.memoryItem.findMany({
    where,
    include,
    orderBy: [{ occurredAt: 'desc' }, { seq: 'desc' }],
    skip: (page - 1) * pageSize,
    take: pageSize,
  });
  return { items: rows.map(toMemory), page, pages: Math.ceil(total / pageSize), total };
}

/** @throws NotFoundError when it is not the caller's */
export async function get(caller: Caller, memoryId: string, { prisma }: Context): Promise<Memory> {
  const where = { id: memoryId, state: 'active', ...ownedBy(caller) };
  const row = await prisma.memoryItem.findFirst({ where, include });
  if (row === null) throw new NotFoundError('memory', memoryId);
  return toMemory(row);
}

/** @throws NotFoundError when it is not the caller's */
export async function update(
  caller: Caller,
  memoryId: string,
  { text, isPinned, isLocked, sharedGuildIds }: RouteRequest<typeof updateMemory>['body'],
  { prisma }: Context,
): Promise<Memory> {
  await prisma.memoryItem.updateMany({
    where: { id: memoryId, state: 'active', ...ownedBy(caller) },
    data: {
      ...(text !== undefined && { body: text, terms: toTerms(text), termsVersion: TERMS_VERSION }),
      ...(isPinned !== undefined && { isPinned }),
      ...(isLocked !== undefined && { isLocked }),
      ...(sharedGuildIds !== undefined && { sharedGuildIds: sharedGuildIds.map(toBigInt) }),
    },
  });
  return get(caller, memoryId, { prisma });
}

function toMemory(row: Row): Memory {
  return {
    id: row.id,
    text: row.body,
    speaker: row.speaker === 'person' ? 'person' : 'character',
    speakerName: row.speakerName,
    characterId: row.characterId,
    characterName: row.character.name,
    saidAt: row.occurredAt.toISOString(),
    reach: row.reach === 'guild' || row.reach === 'channel' ? row.reach : 'owner_dm',
    guildId: row.guildId === null ? null : toSnowflake(row.guildId),
    channelId: toSnowflake(row.channelId),
    messageIds: row.sourceMessageIds.map(toSnowflake),
    isPinned: row.isPinned,
    isLocked: row.isLocked,
    sharedGuildIds: row.sharedGuildIds.map(toSnowflake),
  };
}
