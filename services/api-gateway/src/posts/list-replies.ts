import { type Caller, ReplyKind, Trigger, type TurnReplies } from '@tzurot/contracts';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { queryOne, sql } from '../database/query.ts';
import { toSnowflake } from '../database/snowflakes.ts';
import { findRevisable } from './find-revisable.ts';

const RepliesRow = z.object({
  character_name: z.string(),
  trigger_id: z.string(),
  kind: Trigger.shape.kind,
  author_id: z.string(),
  shown_as_id: z.string().nullable(),
  part_ids: z.array(z.string()),
  is_running: z.boolean(),
  selected_reply: z.int().nullable(),
  /** Null before the first is begun. */
  replies: z.array(z.object({ number: z.int(), kind: ReplyKind, text: z.string().nullable() })).nullable(),
});

/**
 * The replies of the turn to which a post belongs.
 * @throws as `findRevisable` does
 */
export async function listRepliesOf(
  messageId: string,
  channelId: string,
  caller: Caller,
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<TurnReplies> {
  const turnId = await findRevisable(pool, messageId, channelId, caller);
  const row = await queryOne(
    pool,
    // A text may be long, and only what is said instead of a reply is read.
    sql`SELECT t.character_name, t.trigger_id, trigger.kind, asker.discord_id AS author_id, trigger.shown_as_id, trigger.part_ids,
          t.ended_at IS NULL AS is_running, t.selected_reply,
          (SELECT json_agg(json_build_object('number', number, 'kind', kind, 'text',
              CASE WHEN kind = 'notice' THEN text ELSE left(text, 1) END) ORDER BY number)
            FROM replies WHERE turn_id = t.id) AS replies
        FROM turns t JOIN triggers trigger ON trigger.id = t.trigger_id JOIN users asker ON asker.id = t.user_id
        WHERE t.id = ${turnId}::uuid`,
    RepliesRow,
  );
  if (row === null) throw new Error('a turn vanished between two looks');
  const replies = row.replies ?? [];
  const last = replies.at(-1);
  return {
    characterName: row.character_name,
    trigger: {
      id: toSnowflake(row.trigger_id),
      kind: row.kind,
      authorId: toSnowflake(row.author_id),
      partIds: row.part_ids.map(toSnowflake),
      shownAsId: row.shown_as_id === null ? null : toSnowflake(row.shown_as_id),
    },
    isRunning: row.is_running,
    numbers: replies.filter(({ kind, text }) => kind === 'reply' && text !== null).map(({ number }) => number),
    selected: row.selected_reply,
    last: last?.number ?? 0,
    failure: last?.kind === 'notice' ? last.text : null,
  };
}
