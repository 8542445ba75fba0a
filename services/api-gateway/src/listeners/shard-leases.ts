import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { inTransaction, query, sql } from '../database/query.ts';

// SQL by hand: leases go by the database's clock, which is the same for every gateway, and Prisma has no words for it.

type Context = Pick<GatewayContext, 'pool' | 'shardLeaseMs'>;

const Taken = z.object({ shard_id: z.int() });

/** Takes shards that nobody has, the lowest first. @returns all that are the listener's now */
export async function takeShards(
  { listenerId, shardCount, most }: { listenerId: string; shardCount: number; most: number },
  { pool, shardLeaseMs }: Context,
): Promise<number[]> {
  return inTransaction(pool, async (tx) => {
    // Whoever counts otherwise has other shards, so single rows do not exclude one another.
    await query(tx, sql`LOCK TABLE shard_leases IN SHARE ROW EXCLUSIVE MODE`);
    const taken = await query(
      tx,
      sql`WITH others AS (
            SELECT shard_id, shard_count FROM shard_leases
            WHERE expires_at > now() AND listener_id <> ${listenerId}::uuid
          )
          INSERT INTO shard_leases (shard_id, shard_count, listener_id, expires_at)
          SELECT id, ${shardCount}::int, ${listenerId}::uuid, now() + ${shardLeaseMs}::int * interval '1 millisecond'
          FROM generate_series(0, ${shardCount}::int - 1) AS id
          WHERE NOT EXISTS (SELECT FROM others WHERE shard_count <> ${shardCount}::int)
            AND id NOT IN (SELECT shard_id FROM others)
          ORDER BY id LIMIT ${most}::int
          ON CONFLICT (shard_id) DO UPDATE
          SET shard_count = excluded.shard_count, listener_id = excluded.listener_id, expires_at = excluded.expires_at
          RETURNING shard_id`,
      Taken,
    );
    return taken.map((row) => row.shard_id);
  });
}

/** Also a lease that has run out, unless somebody else took it. @returns what is still the listener's */
export async function keepShards(listenerId: string, { pool, shardLeaseMs }: Context): Promise<number[]> {
  const kept = await query(
    pool,
    sql`UPDATE shard_leases SET expires_at = now() + ${shardLeaseMs}::int * interval '1 millisecond'
        WHERE listener_id = ${listenerId}::uuid RETURNING shard_id`,
    Taken,
  );
  return kept.map((row) => row.shard_id).toSorted((a, b) => a - b);
}

export async function releaseShards(listenerId: string, { pool }: Context): Promise<void> {
  await query(pool, sql`DELETE FROM shard_leases WHERE listener_id = ${listenerId}::uuid`);
}
