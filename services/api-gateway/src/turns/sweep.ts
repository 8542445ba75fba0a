import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { inTransaction, query, sql } from '../database/query.ts';
import { endTurns } from './end.ts';
import { WAKE_AFTER_MS, worthAnswering } from './limits.ts';
import { lockChannelOfTurn } from './lock-channel.ts';
import { isBlocked } from './order.ts';
import { enqueueWakeUps, WakeUp } from './wake.ts';

type SweepContext = Pick<GatewayContext, 'pool' | 'queues' | 'log'>;

/** So many at once, so that a long outage is worked off in steps. */
const BATCH = 100;

/** Nothing was paid for, and nothing of a reply stands in the channel. */
const isUnheard = sql`t.stage <> 'spoken' AND NOT EXISTS (SELECT FROM posts WHERE posts.turn_id = t.id)`;

/**
 * Looks after turns that are overdue: their lease ran out, or their job was lost. Ends those nobody wants
 * any more and wakes the others. Any number of gateways may sweep at once; each turn is taken by one.
 */
export async function sweep(ctx: SweepContext): Promise<{ woken: number; expired: number }> {
  const expired = await expireOld(ctx);
  const overdue = await query(
    ctx.pool,
    sql`WITH due AS (
          SELECT t.id, t.stage = 'waiting' AND ${isBlocked} AS is_blocked FROM turns t
          WHERE t.due_at < now() AND t.ended_at IS NULL ORDER BY t.due_at LIMIT ${BATCH} FOR UPDATE OF t SKIP LOCKED
        )
        UPDATE turns t SET
          stage = CASE WHEN t.stage = 'waiting' AND NOT due.is_blocked THEN 'accepted' ELSE t.stage END,
          wake_ups = t.wake_ups + CASE WHEN due.is_blocked THEN 0 ELSE 1 END,
          due_at = now() + least(t.wake_ups + 1, 10) * ${WAKE_AFTER_MS} * interval '1 ms'
        FROM due, triggers trigger WHERE t.id = due.id AND trigger.id = t.trigger_id
        RETURNING t.id AS turn_id, t.wake_ups, due.is_blocked, trigger.facts, trigger.scene`,
    WakeUp.extend({ is_blocked: z.boolean() }),
  );
  const wakeUps = overdue.filter((turn) => !turn.is_blocked);
  await enqueueWakeUps(wakeUps, ctx);
  return { woken: wakeUps.length, expired };
}

/**
 * Enqueues the jobs of turns that nobody has begun once more, for a gateway that may have died between the
 * ledger and the queue. The numbers stay, so a job that is there already is not doubled. What bot-client is
 * still gathering the scene for is left to it, and to the sweep.
 */
export async function wakeAgain(ctx: SweepContext): Promise<void> {
  const ready = await query(
    ctx.pool,
    sql`SELECT t.id AS turn_id, t.wake_ups, trigger.facts, trigger.scene
        FROM turns t JOIN triggers trigger ON trigger.id = t.trigger_id
        WHERE t.ended_at IS NULL AND t.stage = 'accepted' AND t.lease_key IS NULL
          AND (t.wake_ups > 0 OR trigger.scene IS NOT NULL)
        ORDER BY t.due_at LIMIT ${BATCH}`,
    WakeUp,
  );
  await enqueueWakeUps(ready, ctx);
}

async function expireOld(ctx: SweepContext): Promise<number> {
  const old = await query(
    ctx.pool,
    sql`SELECT t.id FROM turns t JOIN triggers trigger ON trigger.id = t.trigger_id
        WHERE t.due_at < now() AND t.ended_at IS NULL AND ${isUnheard}
          AND trigger.accepted_at < now() - ${worthAnswering}
        ORDER BY t.due_at LIMIT ${BATCH}`,
    z.object({ id: z.string() }),
  );
  for (const { id } of old) {
    const woken = await inTransaction(ctx.pool, async (tx) => {
      const channelId = await lockChannelOfTurn(tx, id);
      const still = await query(
        tx,
        sql`SELECT FROM turns t WHERE id = ${id}::uuid AND due_at < now() AND ended_at IS NULL AND ${isUnheard}`,
      );
      return still.length === 0 ? [] : endTurns(tx, channelId, [id], 'expired');
    });
    await enqueueWakeUps(woken, ctx);
  }
  if (old.length > 0) ctx.log.warn({ turns: old.length }, 'turns expired unanswered');
  return old.length;
}
