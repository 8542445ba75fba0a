import type { forgetMessages, RouteRequest } from '@tzurot/contracts';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { query, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { rememberRemoved } from '../turns/doubts.ts';
import { withdraw } from '../turns/withdraw.ts';
import { revise } from './revise.ts';

const TriggerRow = z.object({ id: z.string() });

/** Forgets what stood in messages that are gone. @returns how many turns are not answered because of it */
export async function forget(
  { messageIds, ours }: RouteRequest<typeof forgetMessages>['body'],
  ctx: Pick<GatewayContext, 'pool' | 'queues' | 'state' | 'log' | 'embedLater'>,
): Promise<number> {
  const gone = messageIds.map(toBigInt);
  const triggers = await query(
    ctx.pool,
    sql`SELECT id FROM triggers WHERE id = ANY(${gone}::bigint[]) OR shown_as_id = ANY(${gone}::bigint[]) ORDER BY id`,
    TriggerRow,
  );
  let ended = 0;
  for (const { id } of triggers) ended += await withdraw(toSnowflake(id), ctx);
  const parts = await query(
    ctx.pool,
    sql`SELECT part.id FROM unnest(${gone}::bigint[]) AS part (id) WHERE EXISTS (
          SELECT FROM triggers WHERE part_ids @> ARRAY[part.id] AND withdrawn_at IS NULL)`,
    TriggerRow,
  );
  // Of several that were answered as one, the others still stand.
  for (const { id } of parts) await revise(toSnowflake(id), { content: '', attachments: [] }, ctx);
  await forgetReplies(gone, ctx);
  await rememberRemoved(ours, ctx);
  return ended;
}

/**
 * Takes replies out of history, memory and the ledger of which somebody removed a post. A post that a worker removes itself, and a
 * turn that a worker still holds, are none of our business: what they settle is what stands.
 */
async function forgetReplies(gone: readonly bigint[], { pool }: Pick<GatewayContext, 'pool'>): Promise<void> {
  await query(
    pool,
    sql`WITH removed AS (
          UPDATE posts SET state = 'deleted', text = NULL FROM turns t
          WHERE posts.message_id = ANY(${[...gone]}::bigint[]) AND posts.state IN ('sent', 'uncertain')
            AND t.id = posts.turn_id AND t.ended_at IS NOT NULL
          RETURNING t.id AS turn_id, t.trigger_id, t.character_id
        ), lines AS (
          DELETE FROM history_lines line USING removed
          WHERE line.trigger_id = removed.trigger_id AND line.character_id = removed.character_id AND line.speaker = 'character'
        ), emptied AS (
          UPDATE replies SET answer = NULL, text = NULL FROM removed
          WHERE replies.turn_id = removed.turn_id
        )
        DELETE FROM memory_items item USING removed
        WHERE item.exchange_id = removed.turn_id AND item.speaker = 'character'`,
  );
}
