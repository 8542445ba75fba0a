import {
  type Caller,
  type getServerStats,
  MAX_CHARACTERS_PER_ROLE,
  MAX_ROLES_PER_SERVER,
  type putServerRole,
  type RouteOutput,
  type RouteRequest,
  type ServerRole,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { audit } from '../audits/audits.ts';
import { requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { transaction } from '../database/transaction.ts';

type Staff = Caller & { guildId: string };
type Context = Pick<GatewayContext, 'prisma'>;

export async function list({ guildId }: Pick<Staff, 'guildId'>, { prisma }: Context): Promise<ServerRole[]> {
  const rows = await prisma.serverRole.findMany({ where: { guildId: toBigInt(guildId) }, orderBy: { name: 'asc' } });
  const characters = await prisma.character.findMany({
    where: { id: { in: rows.flatMap(({ characterIds }) => characterIds) }, deletedAt: null },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  });
  return rows.map(({ roleId, name, repliesPerDay, characterIds }) => ({
    roleId: toSnowflake(roleId),
    name,
    repliesPerDay,
    characters: characters.filter(({ id }) => characterIds.includes(id)),
  }));
}

/** @throws AppError `limit-reached`; NotFoundError for a character that the caller may not know */
export async function put(
  staff: Staff,
  roleId: string,
  { name, repliesPerDay, character }: RouteRequest<typeof putServerRole>['body'],
  ctx: Context,
): Promise<ServerRole[]> {
  const key = { guildId: toBigInt(staff.guildId), roleId: toBigInt(roleId) };
  if (character?.isAllowed === true) await requireTalkable(ctx.prisma, staff, character.id);
  await transaction(ctx.prisma, async (tx) => {
    const before = await tx.serverRole.findUnique({ where: { guildId_roleId: key } });
    const others = { guildId: key.guildId, roleId: { not: key.roleId } };
    if (before === null && (await tx.serverRole.count({ where: others })) >= MAX_ROLES_PER_SERVER) {
      throw full(MAX_ROLES_PER_SERVER);
    }
    const rest = (before?.characterIds ?? []).filter((id) => id !== character?.id);
    const characterIds = character?.isAllowed === true ? [...rest, character.id] : rest;
    if (characterIds.length > MAX_CHARACTERS_PER_ROLE) throw full(MAX_CHARACTERS_PER_ROLE);
    const data = { name, characterIds, ...(repliesPerDay !== undefined && { repliesPerDay }) };
    await tx.serverRole.upsert({ where: { guildId_roleId: key }, create: { ...key, ...data }, update: data });
    const facts = { role: name, guildId: staff.guildId, repliesPerDay: repliesPerDay ?? before?.repliesPerDay ?? null };
    await audit(tx, { actorId: staff.id, action: 'server.role', targetId: roleId, facts });
  });
  return list(staff, ctx);
}

export async function remove(staff: Staff, roleId: string, ctx: Context): Promise<ServerRole[]> {
  await transaction(ctx.prisma, async (tx) => {
    const where = { guildId: toBigInt(staff.guildId), roleId: toBigInt(roleId) };
    const { count } = await tx.serverRole.deleteMany({ where });
    if (count === 0) return;
    const facts = { guildId: staff.guildId };
    await audit(tx, { actorId: staff.id, action: 'server.role-remove', targetId: roleId, facts });
  });
  return list(staff, ctx);
}

const STATS_DAYS = 30;
const MOST_ASKED = 10;

/** What a server used lately, from the sums of days. */
export async function readStats(
  { guildId }: Pick<Staff, 'guildId'>,
  { prisma }: Context,
): Promise<RouteOutput<typeof getServerStats>> {
  const id = toBigInt(guildId);
  const where = { guildId: id, day: { gte: new Date(Date.now() - STATS_DAYS * 24 * 60 * 60_000) } };
  const [total, people, byCharacter, activeChannels] = await Promise.all([
    prisma.usageDay.aggregate({ where, _sum: { calls: true, promptTokens: true, completionTokens: true } }),
    prisma.usageDay.groupBy({ by: ['userId'], where }),
    prisma.usageDay.groupBy({
      by: ['characterId'],
      where,
      _sum: { calls: true },
      orderBy: { _sum: { calls: 'desc' } },
      take: MOST_ASKED,
    }),
    prisma.channel.count({ where: { guildId: id, activeCharacters: { some: {} } } }),
  ]);
  const names = await prisma.character.findMany({
    where: { id: { in: byCharacter.map(({ characterId }) => characterId) }, isPublic: true, deletedAt: null },
    select: { id: true, name: true },
  });
  const { calls, promptTokens, completionTokens } = total._sum;
  return {
    calls: calls ?? 0,
    people: people.length,
    tokens: Number(promptTokens ?? 0) + Number(completionTokens ?? 0),
    characters: byCharacter.map(({ characterId, _sum }) => ({
      name: names.find((named) => named.id === characterId)?.name ?? null,
      calls: _sum.calls ?? 0,
    })),
    activeChannels,
  };
}

function full(max: number): AppError {
  return new AppError('limit-reached', 'the list is full', { reason: 'list-full', facts: { max } });
}
