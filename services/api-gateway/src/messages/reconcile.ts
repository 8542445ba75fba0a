import type { RouteRequest, reconcileMessages } from '@tzurot/contracts';
import { z } from 'zod';
import { query, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { forget } from './forget.ts';

/** As many as Discord deletes at once; whoever cleared more is met again. */
const MAX_FORGOTTEN = 100;

/**
 * Forgets what we know of from a part of a channel and does not stand there any more. By hand, for it compares ids in
 * three tables on the way of a message. @returns how many messages that were
 */
export async function reconcile(
  { channelId, before, messageIds, fromTheStart }: RouteRequest<typeof reconcileMessages>['body'],
  ctx: Parameters<typeof forget>[1],
): Promise<number> {
  const there = messageIds.map(toBigInt);
  const from = fromTheStart ? 0n : there.reduce((oldest, id) => (id < oldest ? id : oldest), toBigInt(before));
  const gone = await query(
    ctx.pool,
    sql`WITH part AS (
          SELECT t.id, trigger.kind, trigger.shown_as_id, trigger.id AS trigger_id, t.ended_at
          FROM turns t JOIN triggers trigger ON trigger.id = t.trigger_id
          WHERE t.channel_id = ${toBigInt(channelId)}::bigint AND trigger.withdrawn_at IS NULL
            AND t.trigger_id < ${toBigInt(before)}::bigint AND t.trigger_id >= ${from}::bigint
        ), known AS (
          SELECT coalesce(shown_as_id, CASE WHEN kind = 'message' THEN trigger_id END) AS id FROM part
          UNION SELECT post.message_id FROM posts post JOIN part ON part.id = post.turn_id
          WHERE post.state = 'sent' AND part.ended_at IS NOT NULL
        )
        SELECT id FROM known WHERE id >= ${from}::bigint AND id < ${toBigInt(before)}::bigint AND NOT id = ANY(${there}::bigint[])
        ORDER BY id DESC LIMIT ${MAX_FORGOTTEN}`,
    z.object({ id: z.string() }),
  );
  if (gone.length > 0) await forget({ messageIds: gone.map(({ id }) => toSnowflake(id)), ours: [] }, ctx);
  return gone.length;
}
