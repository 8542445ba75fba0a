import type { RouteRequest, storeVectors } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { query, sql } from '../../database/query.ts';
import { keepUsage } from '../../usage/usage.ts';

/**
 * Keeps vectors of exchanges that are still as they were listed, and what they cost. A vector that is
 * there already stays. @returns how many were kept
 * @throws AppError `conflict` on a database without vectors
 */
export async function keepVectors(
  turnId: string,
  { space, vectors, usage }: RouteRequest<typeof storeVectors>['body'],
  { pool, embedLater }: Pick<GatewayContext, 'pool' | 'embedLater'>,
): Promise<number> {
  if (embedLater === null) throw new AppError('conflict', 'this database keeps no vectors: it lacks pgvector');
  const stored = await query(
    pool,
    // The lock makes hiding a memory and keeping its vector go one after another, in whichever order.
    sql`WITH owner AS (SELECT persona_id, user_id FROM turns WHERE id = ${turnId}::uuid),
        spender AS (SELECT NULL::uuid AS turn_id, user_id, NULL::uuid AS character_id, NULL::bigint AS guild_id FROM owner),
        ${keepUsage([usage])},
        made AS (
          SELECT * FROM unnest(${vectors.map(({ exchangeId }) => exchangeId)}::uuid[],
            ${vectors.map(({ memories }) => memories)}::int[], ${vectors.map(({ vector }) => toText(vector))}::text[])
            AS made (exchange_id, memories, embedding)
        ), there AS (
          SELECT m.exchange_id FROM memory_items m JOIN owner ON owner.persona_id = m.owner_id
          WHERE m.exchange_id IN (SELECT exchange_id FROM made) AND m.state = 'active' FOR SHARE OF m
        )
        INSERT INTO memory_vectors (owner_id, exchange_id, space, embedding)
        SELECT owner.persona_id, made.exchange_id, ${space}, made.embedding::vector
        FROM owner, made
        JOIN (SELECT exchange_id, count(*) AS memories FROM there GROUP BY exchange_id) AS unchanged
          ON unchanged.exchange_id = made.exchange_id AND unchanged.memories = made.memories
        ON CONFLICT (owner_id, space, exchange_id) DO NOTHING
        RETURNING exchange_id`,
  );
  return stored.length;
}

/** As pgvector reads one. */
export function toText(vector: readonly number[]): string {
  return `[${vector.join(',')}]`;
}
