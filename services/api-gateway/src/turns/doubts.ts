import {
  type listDoubtfulSends,
  type listRemovedMessages,
  type OwnMessage,
  type RouteOutput,
  removeTwins,
} from '@tzurot/contracts';
import { NotFoundError } from '@tzurot/platform';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { query, queryOne, sql } from '../database/query.ts';
import { toSnowflake } from '../database/snowflakes.ts';
import { StoredSnowflake, StoredTime, storedList } from './open/part.ts';
import { selectWebhook, webhook } from './open/webhook.ts';

/** A request that is stuck on its way arrives soon or never; after the last look it is forgotten. */
const LOOK_AFTER_MS = [30_000, 5 * 60_000, 30 * 60_000] as const;
export const FIRST_LOOK_AFTER_MS = LOOK_AFTER_MS[0];
/** Longer than a turn waits for what became of a post. */
const REMOVED_FOR_HOURS = 2;
const BATCH = 50;

/** Has workers look once more for what was sent and not found, when it is time; any number of gateways may ask at once. */
export async function lookAgain({ pool, queues, log }: Pick<GatewayContext, 'pool' | 'queues' | 'log'>): Promise<void> {
  const looks = await query(
    pool,
    sql`WITH due AS (
          SELECT turn_id, chunk, sending_at FROM doubtful_sends WHERE due_at < now()
          ORDER BY due_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
        ), forgotten AS (
          DELETE FROM doubtful_sends send USING due
          WHERE (send.turn_id, send.chunk, send.sending_at) = (due.turn_id, due.chunk, due.sending_at)
            AND send.looks >= ${LOOK_AFTER_MS.length}
        ), removed AS (
          DELETE FROM removed_messages WHERE removed_at < now() - ${REMOVED_FOR_HOURS} * interval '1 hour'
        )
        UPDATE doubtful_sends send SET looks = send.looks + 1,
          due_at = now() + (${[...LOOK_AFTER_MS]}::int[])[least(send.looks + 2, ${LOOK_AFTER_MS.length})] * interval '1 ms'
        FROM due WHERE (send.turn_id, send.chunk, send.sending_at) = (due.turn_id, due.chunk, due.sending_at)
          AND send.looks < ${LOOK_AFTER_MS.length}
        RETURNING send.turn_id, send.looks`,
    z.object({ turn_id: z.string(), looks: z.int() }),
  );
  const jobs = new Map(looks.map(({ turn_id: turnId, looks: number }) => [`${turnId}-twins-${number}`, turnId]));
  for (const [id, turnId] of jobs) await queues.enqueue(removeTwins, { turnId }, { id });
  if (jobs.size > 0) log.info({ turns: jobs.size }, 'doubtful sends are looked for once more');
}

const DoubtsRow = z.object({
  channel_id: z.string(),
  is_thread: z.boolean(),
  trigger_id: z.string(),
  character_name: z.string(),
  webhook: z.unknown(),
  sends: storedList(
    z.object({
      chunk: z.int(),
      hash: z.string(),
      sendingAt: StoredTime,
      outlet: z.object({ webhookId: StoredSnowflake, name: z.string().nullable() }).nullable(),
    }),
  ),
});

/** What has to be known to find and remove the messages of a turn's doubtful sends. @throws NotFoundError when there is no such turn */
export async function listDoubts(turnId: string, ctx: GatewayContext): Promise<RouteOutput<typeof listDoubtfulSends>> {
  const row = await queryOne(
    ctx.pool,
    sql`SELECT t.channel_id, ch.kind IS NOT DISTINCT FROM 'thread' AS is_thread, t.trigger_id, t.character_name,
          ${selectWebhook} AS webhook,
          (SELECT json_agg(json_build_object('chunk', chunk, 'hash', hash, 'sendingAt', sending_at,
              'outlet', CASE WHEN webhook_id IS NOT NULL THEN json_build_object('webhookId', webhook_id::text, 'name', name) END)
              ORDER BY sending_at)
            FROM doubtful_sends WHERE turn_id = t.id) AS sends
        FROM turns t JOIN channels ch ON ch.id = t.channel_id
        LEFT JOIN channels hook ON hook.id = coalesce(ch.parent_id, ch.id)
        WHERE t.id = ${turnId}::uuid`,
    DoubtsRow,
  );
  if (row === null) throw new NotFoundError('turn', turnId);
  return {
    channelId: toSnowflake(row.channel_id),
    isThread: row.is_thread,
    triggerId: toSnowflake(row.trigger_id),
    characterName: row.character_name,
    webhook: webhook.read(row.webhook, ctx),
    sends: row.sends,
  };
}

/** Remembers messages that are gone and that no post has recorded, where one is being sent: it may have been that one. */
export async function rememberRemoved(
  messages: readonly OwnMessage[],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<void> {
  if (messages.length === 0) return;
  const removed = messages.map((message) => ({
    message_id: message.id,
    channel_id: message.channelId,
    webhook_id: message.webhookId,
    name: message.name,
    text: message.text,
  }));
  await query(
    pool,
    sql`INSERT INTO removed_messages (message_id, channel_id, webhook_id, name, text)
        SELECT message_id, channel_id, webhook_id, name, text
        FROM jsonb_to_recordset(${JSON.stringify(removed)}::jsonb)
          AS removed (message_id bigint, channel_id bigint, webhook_id bigint, name text, text text)
        WHERE NOT EXISTS (SELECT FROM posts WHERE posts.message_id = removed.message_id)
          AND EXISTS (
            SELECT FROM posts JOIN turns t ON t.id = posts.turn_id
            WHERE t.channel_id = removed.channel_id AND t.ended_at IS NULL AND posts.state = 'sending')
        ON CONFLICT (message_id) DO NOTHING`,
  );
}

const RemovedRow = z.object({
  message_id: z.string(),
  webhook_id: z.string().nullable(),
  name: z.string(),
  text: z.string(),
});

/** Those of the turn's channel that no post has recorded since then either. */
export async function listRemoved(
  turnId: string,
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<RouteOutput<typeof listRemovedMessages>['messages']> {
  const rows = await query(
    pool,
    sql`SELECT removed.message_id, removed.webhook_id, removed.name, removed.text
        FROM turns t JOIN removed_messages removed ON removed.channel_id = t.channel_id
        WHERE t.id = ${turnId}::uuid AND NOT EXISTS (SELECT FROM posts WHERE posts.message_id = removed.message_id)
        ORDER BY removed.message_id LIMIT ${BATCH}`,
    RemovedRow,
  );
  return rows.map((row) => ({
    id: toSnowflake(row.message_id),
    webhookId: row.webhook_id === null ? null : toSnowflake(row.webhook_id),
    name: row.name,
    text: row.text,
  }));
}
