import type { Caller, MemoryFilter } from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { inTransaction, query, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { transaction } from '../database/transaction.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { saysForgotten } from '../memory/tombstones.ts';
import { ownedBy } from './memories.ts';

/**
 * Forgets one memory for good: a tombstone of hashes keeps it out, and what its owner kept that says the same goes along.
 * By hand, because whether two say the same is decided by the database where it keeps them.
 * @returns how many are gone @throws NotFoundError when it is not the caller's
 */
export async function forget(
  caller: Caller,
  memoryId: string,
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const gone = await queryOne(
      tx,
      sql`DELETE FROM memory_items m USING personas p, users u
          WHERE m.id = ${memoryId}::uuid AND p.id = m.owner_id AND u.id = p.user_id AND u.discord_id = ${toBigInt(caller.id)}::bigint
          RETURNING m.owner_id, m.terms`,
      z.object({ owner_id: z.string(), terms: z.array(z.string()) }),
    );
    if (gone === null) throw new NotFoundError('memory', memoryId);
    if (gone.terms.length === 0) return 1;
    await query(
      tx,
      sql`INSERT INTO memory_tombstones (id, owner_id, term_keys)
          SELECT ${uuidV7()}::uuid, ${gone.owner_id}::uuid, array_agg(DISTINCT key)
          FROM unnest(memory_term_keys(${gone.owner_id}::uuid, ${gone.owner_id}::uuid, ${gone.terms}::text[])) AS key`,
    );
    const same = await query(
      tx,
      sql`DELETE FROM memory_items m WHERE m.owner_id = ${gone.owner_id}::uuid AND NOT m.is_locked AND ${saysForgotten('m')} RETURNING m.id`,
    );
    return 1 + same.length;
  });
}

export async function count(
  caller: Caller,
  filter: MemoryFilter,
  { prisma }: Pick<GatewayContext, 'prisma'>,
): Promise<{ count: number; locked: number }> {
  const where = whereOf(caller, filter);
  return {
    count: await prisma.memoryItem.count({ where: { ...where, isLocked: false } }),
    locked: await prisma.memoryItem.count({ where: { ...where, isLocked: true } }),
  };
}

/** @throws AppError `conflict` when the caller was told of another number */
export async function purge(
  caller: Caller,
  filter: MemoryFilter,
  expected: number,
  { prisma }: Pick<GatewayContext, 'prisma'>,
): Promise<number> {
  return transaction(prisma, async (tx) => {
    const { count: purged } = await tx.memoryItem.deleteMany({
      where: { ...whereOf(caller, filter), isLocked: false },
    });
    if (purged === expected) return purged;
    throw new AppError('conflict', `${purged} memories fit, not ${expected}`, {
      reason: 'memories-changed',
      facts: { count: purged },
    });
  });
}

function whereOf(
  caller: Caller,
  { characterId, guildId, channelId, before }: MemoryFilter,
): Prisma.MemoryItemWhereInput {
  return {
    ...ownedBy(caller),
    ...(characterId !== undefined && { characterId }),
    ...(guildId !== undefined && { guildId: toBigInt(guildId) }),
    ...(channelId !== undefined && { channelId: toBigInt(channelId) }),
    ...(before !== undefined && { occurredAt: { lt: new Date(before) } }),
  };
}
