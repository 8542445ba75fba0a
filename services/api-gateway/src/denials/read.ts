import type { Denial } from '@tzurot/contracts';
import { toSnowflake } from '../database/snowflakes.ts';
import type { Rows } from '../database/transaction.ts';
import type { Denial as DenialRow } from '../generated/prisma/client.ts';

/** Those that hold now, the latest first. */
export async function readDenials(db: Rows): Promise<Denial[]> {
  const rows = await db.denial.findMany({
    where: { OR: [{ until: null }, { until: { gt: new Date() } }] },
    orderBy: { createdAt: 'desc' },
  });
  return rows.map(toDenial);
}

export function toDenial({ id, kind, targetId, mode, reason, until, createdBy, createdAt }: DenialRow): Denial {
  return {
    id,
    // One that is none of these leaves its row out, not the list.
    kind: kind as Denial['kind'],
    targetId,
    mode: mode as Denial['mode'],
    reason,
    until: until?.toISOString() ?? null,
    createdBy: toSnowflake(createdBy),
    createdAt: createdAt.toISOString(),
  };
}
