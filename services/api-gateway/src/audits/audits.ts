import {
  type AuditEntry,
  Id,
  type listAudits,
  type RouteOutput,
  type RouteRequest,
  Snowflake,
} from '@tzurot/contracts';
import { v7 as uuidV7 } from 'uuid';
import type { GatewayContext } from '../context.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import type { Rows } from '../database/transaction.ts';

/** Notes what somebody did to what belongs to others, in the transaction that does it. */
export async function audit(
  tx: Rows,
  {
    actorId,
    action,
    targetId,
    facts = {},
  }: Pick<AuditEntry, 'actorId' | 'action' | 'targetId'> & { facts?: AuditEntry['facts'] },
): Promise<void> {
  await tx.auditEntry.create({ data: { id: uuidV7(), actorId: toBigInt(actorId), action, targetId, facts } });
}

export async function list(
  { page, pageSize }: RouteRequest<typeof listAudits>['query'],
  { prisma }: Pick<GatewayContext, 'prisma'>,
): Promise<RouteOutput<typeof listAudits>> {
  const [total, rows] = await Promise.all([
    prisma.auditEntry.count(),
    prisma.auditEntry.findMany({ orderBy: { id: 'desc' }, skip: (page - 1) * pageSize, take: pageSize }),
  ]);
  const names = await findNames(rows, prisma);
  return {
    items: rows.map(({ id, actorId, action, targetId, facts, createdAt }) => ({
      id,
      actorId: toSnowflake(actorId),
      actorName: names.get(toSnowflake(actorId)) ?? null,
      targetName: names.get(targetId) ?? null,
      action,
      targetId,
      // What does not fit leaves the row out, not the list.
      facts: facts as AuditEntry['facts'],
      createdAt: createdAt.toISOString(),
    })),
    page,
    pages: Math.max(1, Math.ceil(total / pageSize)),
  };
}

/** What people, characters, presets and system prompts are called, by their ids. */
async function findNames(
  rows: readonly { actorId: bigint; targetId: string }[],
  db: Rows,
): Promise<Map<string, string>> {
  const targets = rows.map(({ targetId }) => targetId);
  const ours = {
    where: { id: { in: targets.filter((id) => Id.safeParse(id).success) } },
    select: { id: true, name: true },
  };
  const people = [
    ...rows.map(({ actorId }) => actorId),
    ...targets.filter((id) => Snowflake.safeParse(id).success).map(toBigInt),
  ];
  const [users, characters, presets, prompts] = await Promise.all([
    db.user.findMany({ where: { discordId: { in: people } }, select: { discordId: true, name: true } }),
    db.character.findMany(ours),
    db.preset.findMany(ours),
    db.systemPrompt.findMany(ours),
  ]);
  return new Map([
    ...users.map(({ discordId, name }) => [toSnowflake(discordId), name] as const),
    ...[...characters, ...presets, ...prompts].map(({ id, name }) => [id, name] as const),
  ]);
}
