import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { query, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';

/** Of these messages, those that the ledger has as triggers. */
export async function findKnown(
  triggerIds: readonly string[],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<string[]> {
  const rows = await query(
    pool,
    sql`SELECT id FROM triggers WHERE id = ANY(${triggerIds.map(toBigInt)}::bigint[])`,
    z.object({ id: z.string() }),
  );
  return rows.map(({ id }) => toSnowflake(id));
}
