import type { AuditEntry, listAudits, RouteOutput, RouteRequest } from '@tzurot/contracts';
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
  return {
    items: rows.map(({ id, actorId, action, targetId, facts, createdAt }) => ({
      id,
      actorId: toSnowflake(actorId),
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
