import { answerTurn, answerTurnJobId, SceneFacts, Trigger } from '@tzurot/contracts';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { query, sql } from '../database/query.ts';
import { WAKE_AFTER_MS } from './limits.ts';
import { isBlocked } from './order.ts';

/** What a job for a turn needs; read while the turn's new wake-up number is given out. */
export const WakeUp = z.object({
  turn_id: z.string(),
  wake_ups: z.int(),
  facts: z.unknown(),
  scene: z.unknown(),
});
export type WakeUp = z.infer<typeof WakeUp>;

/** Marks the waiting turns of a channel that may go on now. Under the channel's lock; enqueue them after the commit. */
export async function claimUnblocked(tx: PoolClient, channelId: string): Promise<WakeUp[]> {
  return query(
    tx,
    sql`UPDATE turns t
        SET stage = 'accepted', wake_ups = t.wake_ups + 1, due_at = now() + ${WAKE_AFTER_MS} * interval '1 ms'
        FROM triggers trigger
        WHERE trigger.id = t.trigger_id AND t.channel_id = ${channelId}::bigint AND t.ended_at IS NULL
          AND t.stage = 'waiting' AND NOT ${isBlocked}
        RETURNING t.id AS turn_id, t.wake_ups, trigger.facts, trigger.scene`,
    WakeUp,
  );
}

/** Enqueues a job per turn. A queue that fails is no error of whoever woke them: the sweep tries again. */
export async function enqueueWakeUps(
  wakeUps: readonly WakeUp[],
  { queues, log }: Pick<GatewayContext, 'queues' | 'log'>,
  { delayMs = 0 }: { delayMs?: number } = {},
): Promise<void> {
  await Promise.all(
    wakeUps.map(async ({ turn_id: turnId, wake_ups: wakeUp, facts, scene }) => {
      try {
        const trigger = Trigger.parse(facts);
        const input = { turnId, trigger, scene: scene === null ? null : SceneFacts.parse(scene) };
        await queues.enqueue(answerTurn, input, { id: answerTurnJobId(turnId, wakeUp), delayMs });
        log.debug({ turnId, wakeUp }, 'turn woken');
      } catch (error) {
        log.warn({ err: error, turnId, wakeUp }, 'turn could not be woken, the sweep will try again');
      }
    }),
  );
}
