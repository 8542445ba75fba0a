import type { GatewayContext } from '../context.ts';
import { queryOne, sql } from '../database/query.ts';
import { readHeldTurn, staleLease } from '../leases/held-turn.ts';
import { LEASE_MS } from './limits.ts';

/** Keeps a lease alive, even one that has just run out, as long as nobody else took the turn. */
export async function renew(turnId: string, fence: number, { pool }: Pick<GatewayContext, 'pool'>): Promise<void> {
  const renewed = await queryOne(
    pool,
    sql`UPDATE turns SET lease_expires_at = now() + ${LEASE_MS} * interval '1 ms', due_at = now() + ${LEASE_MS} * interval '1 ms'
        WHERE id = ${turnId}::uuid AND fence = ${fence} AND lease_key IS NOT NULL AND stage IN ('open', 'spoken')
        RETURNING id`,
  );
  if (renewed !== null) return;
  await readHeldTurn(pool, turnId, fence);
  throw staleLease(turnId);
}
