import { TRIGGER_GONE_CHANNEL } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { inTransaction, query, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { endTurns } from './end.ts';
import { enqueueWakeUps } from './wake.ts';

/**
 * Forgets a trigger whose message is gone. What has been said already is still delivered; the rest ends
 * silently. @returns how many turns ended; 0 for a trigger that nobody knows
 */
export async function withdraw(
  triggerId: string,
  ctx: Pick<GatewayContext, 'pool' | 'queues' | 'state' | 'log'>,
): Promise<number> {
  const id = toBigInt(triggerId);
  const { ended, woken } = await inTransaction(ctx.pool, async (tx) => {
    const channel = await queryOne<{ id: string }>(
      tx,
      sql`SELECT ch.id FROM channels ch JOIN triggers trigger ON trigger.channel_id = ch.id
          WHERE trigger.id = ${id}::bigint FOR UPDATE OF ch, trigger`,
    );
    if (channel === null) return { ended: 0, woken: [] };
    await query(
      tx,
      sql`WITH hidden AS (
            UPDATE memory_items SET state = 'hidden' WHERE source_message_ids @> ARRAY[${id}::bigint]
          ), removed AS (
            DELETE FROM history_lines WHERE trigger_id = ${id}::bigint AND speaker = 'person'
          )
          UPDATE triggers SET withdrawn_at = coalesce(withdrawn_at, now()) WHERE id = ${id}::bigint`,
    );
    const silent = await query<{ id: string }>(
      tx,
      sql`SELECT id FROM turns WHERE trigger_id = ${id}::bigint AND ended_at IS NULL AND stage <> 'spoken'`,
    );
    const turnIds = silent.map((turn) => turn.id);
    return { ended: turnIds.length, woken: await endTurns(tx, channel.id, turnIds, 'refused') };
  });
  await enqueueWakeUps(woken, ctx);
  await tellWorkers(triggerId, ctx);
  return ended;
}

/** Lets a worker that is at it stop early; when nobody hears, the ledger still refuses what it writes. */
async function tellWorkers(triggerId: string, { state, log }: Pick<GatewayContext, 'state' | 'log'>): Promise<void> {
  try {
    await state.publish(TRIGGER_GONE_CHANNEL, { triggerId });
  } catch (error) {
    log.warn({ err: error, triggerId }, 'workers could not be told that a trigger is gone');
  }
}
