import type { PoolClient } from 'pg';
import { query, sql } from '../database/query.ts';
import { claimUnblocked, type WakeUp } from './wake.ts';

/** Somebody waits for turn `turns`: it answers what a person said, and what they said still stands. */
export const isAwaited = sql`EXISTS (
  SELECT FROM triggers WHERE triggers.id = turns.trigger_id AND triggers.kind <> 'greeting' AND triggers.withdrawn_at IS NULL)`;

/**
 * Ends turns that leave nothing behind, under their channel's lock, and lets go of what Discord said when
 * none of their trigger is left. Of one that was revised, the reply that stood before goes on standing.
 * @returns whom to wake after the commit
 */
export async function endTurns(
  tx: PoolClient,
  channelId: string,
  turnIds: readonly string[],
  stage: 'refused' | 'expired' | 'failed',
): Promise<WakeUp[]> {
  await query(
    tx,
    sql`UPDATE turns SET stage = CASE WHEN standing_reply IS NULL THEN ${stage} ELSE 'settled' END, standing_reply = NULL,
          ended_at = now(), due_at = NULL, lease_expires_at = NULL,
          untold_since = CASE WHEN ${stage}::text <> 'refused' AND standing_reply IS NULL AND ${isAwaited} THEN now() END
        WHERE id = ANY(${turnIds}::uuid[])`,
  );
  await query(
    tx,
    sql`UPDATE triggers SET closed_at = now(), facts = NULL, scene = NULL
        WHERE id IN (SELECT trigger_id FROM turns WHERE id = ANY(${turnIds}::uuid[]))
          AND NOT EXISTS (SELECT FROM turns WHERE turns.trigger_id = triggers.id AND turns.ended_at IS NULL)`,
  );
  return claimUnblocked(tx, channelId);
}
