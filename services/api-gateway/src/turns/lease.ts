import type { Pool } from 'pg';
import { z } from 'zod';
import { type Database, inOneTrip, inTransaction, queryOne, sql } from '../database/query.ts';
import { LEASE_MS, MAX_DELIVERY_ATTEMPTS, MAX_NOTICE_ATTEMPTS, WAKE_AFTER_MS, worthAnswering } from './limits.ts';
import { lockChannelOfTurn } from './lock-channel.ts';
import { isBlocked } from './order.ts';

export type Lease =
  | { verdict: 'taken'; fence: number }
  | { verdict: 'waiting' | 'leased' | 'done' }
  /** It has failed once too often: nobody is to try again. */
  | { verdict: 'given-up'; fence: number };

const Verdict = z.object({
  verdict: z.enum(['done', 'leased', 'again', 'waiting', 'given-up', 'free']),
  fence: z.int(),
});
type Verdict = z.infer<typeof Verdict>;

/**
 * Takes a turn for `leaseKey` when it is its turn. The same key gets its lease back; any other one gets
 * a higher fence, and with it the old holder loses the right to write.
 * @param look is asked in the same round trip, behind the lease
 * @throws NotFoundError when there is no such turn
 */
export async function takeLease<Seen>(
  pool: Pool,
  { turnId, leaseKey }: { turnId: string; leaseKey: string },
  look: (db: Database) => Promise<Seen>,
): Promise<{ lease: Lease; seen: Seen }> {
  return inTransaction(pool, async (tx, commit) => {
    const locked = lockChannelOfTurn(tx, turnId);
    const [, row, , seen] = await inOneTrip([locked, judge(tx, turnId, leaseKey), commit(), look(tx)]);
    if (row === null) throw new Error('a locked turn vanished');
    return { lease: toLease(row), seen };
  });
}

function toLease({ verdict, fence }: Verdict): Lease {
  switch (verdict) {
    case 'again':
    case 'free':
      return { verdict: 'taken', fence };
    case 'given-up':
      return { verdict, fence };
    case 'done':
    case 'leased':
    case 'waiting':
      return { verdict };
  }
}

/** Whose turn it is, and the lease when it is ours; under the lock of the channel. */
async function judge(tx: Database, turnId: string, leaseKey: string): Promise<Verdict | null> {
  return queryOne(
    tx,
    sql`WITH me AS (
          SELECT t.id, t.fence, CASE
            WHEN t.ended_at IS NOT NULL THEN 'done'
            WHEN t.lease_key = ${leaseKey}::uuid THEN 'again'
            WHEN t.lease_expires_at > now() THEN 'leased'
            WHEN ${isBlocked} THEN 'waiting'
            WHEN t.attempts > 0 AND coalesce(t.revised_at, (SELECT accepted_at FROM triggers WHERE id = t.trigger_id))
              < now() - ${worthAnswering} THEN 'given-up'
            WHEN t.attempts - t.outages >= CASE t.stage WHEN 'spoken' THEN ${MAX_DELIVERY_ATTEMPTS}::int ELSE ${MAX_NOTICE_ATTEMPTS}::int END THEN 'given-up'
            ELSE 'free' END AS verdict
          FROM turns t WHERE t.id = ${turnId}::uuid
        ), changed AS (
          UPDATE turns t SET
            stage = CASE WHEN me.verdict = 'waiting' THEN 'waiting' WHEN t.stage = 'spoken' THEN 'spoken' ELSE 'open' END,
            attempts = t.attempts + CASE WHEN me.verdict = 'free' THEN 1 ELSE 0 END,
            fence = t.fence + CASE WHEN me.verdict = 'free' THEN 1 ELSE 0 END,
            lease_key = CASE WHEN me.verdict <> 'waiting' THEN ${leaseKey}::uuid END,
            lease_expires_at = CASE WHEN me.verdict <> 'waiting' THEN now() + ${LEASE_MS} * interval '1 ms' END,
            due_at = now() + CASE WHEN me.verdict = 'waiting' THEN ${WAKE_AFTER_MS}::int ELSE ${LEASE_MS}::int END * interval '1 ms',
            persona_id = CASE WHEN t.stage = 'spoken' OR t.standing_reply IS NOT NULL THEN t.persona_id
              ELSE coalesce(
                (SELECT p.id FROM personas p JOIN triggers said ON lower(p.name) = lower(said.facts ->> 'speaksAs')
                  WHERE said.id = t.trigger_id AND p.user_id = t.user_id ORDER BY p.id LIMIT 1),
                (SELECT persona_id FROM user_characters own WHERE own.user_id = t.user_id AND own.character_id = t.character_id),
                (SELECT default_persona_id FROM users WHERE users.id = t.user_id)) END
          FROM me WHERE t.id = me.id AND me.verdict IN ('again', 'waiting', 'free')
          RETURNING t.fence
        )
        SELECT me.verdict, coalesce((SELECT fence FROM changed), me.fence) AS fence FROM me`,
    Verdict,
  );
}
