import type { Caller, createDenial, Denial, DeniedTarget, RouteRequest } from '@tzurot/contracts';
import { NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { nextVersion, publishChange } from '../address-book/address-book.ts';
import { audit } from '../audits/audits.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { transaction } from '../database/transaction.ts';
import { toDenial } from './read.ts';

/** Keeps somebody or something out, and tells every listener. @throws NotFoundError for a character that is not there */
export async function create(
  { id: actorId }: Caller,
  { kind, targetId, until, ...rest }: RouteRequest<typeof createDenial>['body'],
  ctx: GatewayContext,
): Promise<Denial> {
  if (kind === 'character' && (await ctx.prisma.character.count({ where: { id: targetId } })) === 0)
    throw new NotFoundError('character', targetId);
  const { row, version } = await transaction(ctx.prisma, async (tx) => {
    const values = { ...rest, until: until === null ? null : new Date(until), createdBy: toBigInt(actorId) };
    const kept = await tx.denial.upsert({
      where: { kind_targetId: { kind, targetId } },
      create: { id: uuidV7(), kind, targetId, ...values },
      update: { ...values, createdAt: new Date() },
    });
    await audit(tx, {
      actorId,
      action: `${kind}.deny`,
      targetId,
      facts: { mode: rest.mode, reason: rest.reason, until },
    });
    return { row: kept, version: await nextVersion(tx) };
  });
  const denial = toDenial(row);
  await publishChange({ version, change: { kind: 'denied', denial: toTarget(denial) } }, ctx);
  return denial;
}

/** @throws NotFoundError when it was taken back already */
export async function remove({ id: actorId }: Caller, denialId: string, ctx: GatewayContext): Promise<void> {
  const { target, version } = await transaction(ctx.prisma, async (tx) => {
    const row = await tx.denial.findUnique({ where: { id: denialId } });
    if (row === null) throw new NotFoundError('denial', denialId);
    await tx.denial.delete({ where: { id: denialId } });
    const { kind, targetId } = toDenial(row);
    await audit(tx, { actorId, action: `${kind}.admit`, targetId });
    return { target: { kind, targetId }, version: await nextVersion(tx) };
  });
  await publishChange({ version, change: { kind: 'denial-gone', target } }, ctx);
}

/** What listeners know of a denial. */
function toTarget({ kind, targetId, mode, reason, until }: Denial): DeniedTarget {
  return { kind, targetId, mode, reason, until };
}
