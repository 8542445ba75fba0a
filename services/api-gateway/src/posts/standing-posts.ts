import {
  type Caller,
  type listStandingPosts,
  type RouteOutput,
  type readReply,
  removePosts,
  type removeReply,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { queryOne, sql } from '../database/query.ts';
import { toSnowflake } from '../database/snowflakes.ts';
import { StoredSnowflake, storedList } from '../turns/open/part.ts';
import { selectWebhook, webhook } from '../turns/open/webhook.ts';
import { findRevisable } from './find-revisable.ts';

interface Where {
  messageId: string;
  channelId: string;
}

/** What stands in the posts of a turn. @throws as `findRevisable` does; AppError `conflict` when nothing a character said stands there */
export async function read(
  { messageId, channelId }: Where,
  caller: Caller,
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<RouteOutput<typeof readReply>> {
  const turnId = await findRevisable(pool, messageId, channelId, caller);
  const row = await queryOne(
    pool,
    sql`SELECT t.character_name, reply.text FROM turns t
        JOIN replies reply ON reply.turn_id = t.id AND reply.number = t.selected_reply AND reply.kind = 'reply'
        WHERE t.id = ${turnId}::uuid AND reply.text IS NOT NULL`,
    z.object({ character_name: z.string(), text: z.string() }),
  );
  if (row === null) throw new AppError('conflict', 'no reply stands there', { reason: 'reply-has-no-model' });
  return { characterName: row.character_name, text: row.text };
}

/** Has a worker remove the posts of a turn. @throws as `findRevisable` does */
export async function remove(
  { messageId, channelId }: Where,
  caller: Caller,
  { pool, queues }: Pick<GatewayContext, 'pool' | 'queues'>,
): Promise<RouteOutput<typeof removeReply>> {
  const turnId = await findRevisable(pool, messageId, channelId, caller);
  const row = await queryOne(
    pool,
    sql`SELECT character_name, ended_at IS NULL AS is_running FROM turns WHERE id = ${turnId}::uuid`,
    z.object({ character_name: z.string(), is_running: z.boolean() }),
  );
  if (row === null) throw new NotFoundError('post', messageId);
  if (row.is_running) throw new AppError('conflict', 'the reply is being written', { reason: 'reply-is-running' });
  await queues.enqueue(removePosts, { turnId }, { id: uuidV7() });
  return { characterName: row.character_name };
}

const StandingRow = z.object({
  channel_id: z.string(),
  is_thread: z.boolean(),
  webhook: z.unknown(),
  posts: storedList(z.object({ messageId: StoredSnowflake, webhookId: StoredSnowflake.nullable() })),
});

/** Where the posts of a turn stand. @throws NotFoundError when there is no such turn */
export async function listStanding(
  turnId: string,
  ctx: GatewayContext,
): Promise<RouteOutput<typeof listStandingPosts>> {
  const row = await queryOne(
    ctx.pool,
    sql`SELECT t.channel_id, ch.kind IS NOT DISTINCT FROM 'thread' AS is_thread, ${selectWebhook} AS webhook,
          (SELECT json_agg(json_build_object('messageId', message_id::text, 'webhookId', webhook_id::text) ORDER BY chunk DESC)
            FROM posts WHERE turn_id = t.id AND message_id IS NOT NULL AND state <> 'deleted') AS posts
        FROM turns t JOIN channels ch ON ch.id = t.channel_id
        LEFT JOIN channels hook ON hook.id = coalesce(ch.parent_id, ch.id)
        WHERE t.id = ${turnId}::uuid`,
    StandingRow,
  );
  if (row === null) throw new NotFoundError('turn', turnId);
  return {
    channelId: toSnowflake(row.channel_id),
    isThread: row.is_thread,
    webhook: webhook.read(row.webhook, ctx),
    posts: row.posts,
  };
}
