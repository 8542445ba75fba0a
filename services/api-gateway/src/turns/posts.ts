import {
  type findUnknownPosts,
  type listUnclaimedMessages,
  Post,
  type PostOutlet,
  type RouteOutput,
  type RouteRequest,
  type recordPost,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { isDuplicate } from '../database/errors.ts';
import { queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { readHeldTurn, staleLease } from '../leases/held-turn.ts';
import { FIRST_LOOK_AFTER_MS } from './doubts.ts';

export const PostRow = z.object({
  chunk: z.int(),
  text: z.string().nullable(),
  hash: z.string(),
  state: Post.shape.state,
  sending_at: z.date().nullable(),
  message_id: z.string().nullable(),
  webhook_id: z.string().nullable(),
  name: z.string().nullable(),
});
export type PostRow = z.infer<typeof PostRow>;

export const postColumns = sql`chunk, text, hash, state, sending_at, message_id, webhook_id, name`;

export function toPost({
  sending_at: sendingAt,
  message_id: messageId,
  webhook_id: webhookId,
  name,
  ...post
}: PostRow): Post {
  return {
    ...post,
    sendingAt: sendingAt?.toISOString() ?? null,
    messageId: messageId === null ? null : toSnowflake(messageId),
    outlet: webhookId === null ? null : { webhookId: toSnowflake(webhookId), name },
  };
}

/** As the columns have it. */
export const webhookOf = (outlet: PostOutlet): bigint | null => outlet && toBigInt(outlet.webhookId);
export const nameOf = (outlet: PostOutlet): string | null => outlet?.name ?? null;

/** What a post may become, and from what: what was sent stays sent until it is deleted. */
const mayBecome = (state: string) => sql`CASE ${state}
  WHEN 'sending' THEN posts.state IN ('planned', 'sending', 'deleted')
  WHEN 'sent' THEN posts.state IN ('sending', 'sent', 'uncertain')
  WHEN 'uncertain' THEN posts.state IN ('sending', 'uncertain')
  WHEN 'deleting' THEN posts.state IN ('sending', 'sent', 'deleting')
  ELSE posts.state <> 'planned' END`;

/**
 * Records what happens to a post; one that nobody planned begins as `sending`. Where the mark that stands is doubted, it is
 * remembered beside the new one.
 * @throws AppError `stale-lease`; `conflict` when it was sent already, or the message belongs to another post
 */
export async function record(
  turnId: string,
  { fence, chunk, state, hash, messageId, outlet, isDoubted }: RouteRequest<typeof recordPost>['body'],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<void> {
  const webhook = webhookOf(outlet);
  const name = nameOf(outlet);
  const message = messageId === null ? null : toBigInt(messageId);
  try {
    const recorded = await queryOne(
      pool,
      sql`WITH held AS (
            SELECT id FROM turns WHERE id = ${turnId}::uuid AND fence = ${fence} AND stage IN ('open', 'spoken')
          ), doubted AS (
            INSERT INTO doubtful_sends (turn_id, chunk, sending_at, hash, webhook_id, name, due_at)
            SELECT turn_id, chunk, sending_at, hash, webhook_id, name, now() + ${FIRST_LOOK_AFTER_MS} * interval '1 ms'
            FROM posts JOIN held ON held.id = posts.turn_id
            WHERE ${isDoubted}::boolean AND posts.chunk = ${chunk} AND posts.state = 'sending' AND posts.sending_at IS NOT NULL
            ON CONFLICT DO NOTHING
          ), begun AS (
            INSERT INTO posts (turn_id, chunk, text, hash, state, sending_at, webhook_id, name)
            SELECT held.id, ${chunk}, '', ${hash ?? ''}, 'sending', now(), ${webhook}::bigint, ${name} FROM held
            WHERE ${state} = 'sending'
            ON CONFLICT (turn_id, chunk) DO NOTHING
            RETURNING chunk
          ), changed AS (
            UPDATE posts SET state = ${state}, hash = coalesce(${hash}, hash),
              sending_at = CASE WHEN ${state} = 'sending' THEN now() ELSE sending_at END,
              message_id = coalesce(${message}::bigint, message_id),
              webhook_id = CASE WHEN ${state} IN ('deleting', 'deleted') THEN webhook_id ELSE ${webhook}::bigint END,
              name = CASE WHEN ${state} IN ('deleting', 'deleted') THEN name ELSE ${name} END
            FROM held
            WHERE posts.turn_id = held.id AND posts.chunk = ${chunk} AND ${mayBecome(state)}
            RETURNING chunk
          )
          SELECT chunk FROM begun UNION ALL SELECT chunk FROM changed`,
    );
    if (recorded !== null) return;
  } catch (error) {
    throw isDuplicate(error, 'message_id') ? claimedElsewhere(error) : error;
  }
  const turn = await readHeldTurn(pool, turnId, fence);
  if (turn.stage !== 'open' && turn.stage !== 'spoken') throw staleLease(turnId);
  const post = await queryOne(
    pool,
    sql`SELECT state FROM posts WHERE turn_id = ${turnId}::uuid AND chunk = ${chunk}`,
    z.object({ state: z.string() }),
  );
  if (post === null) throw new NotFoundError('post', `${turnId}/${chunk}`);
  throw new AppError('conflict', `post ${chunk} of turn ${turnId} is ${post.state}, and cannot become ${state}`);
}

export function claimedElsewhere(cause: unknown): AppError {
  return new AppError('conflict', 'another post has recorded this message as its own', { cause });
}

const ClaimsRow = z.object({ claimed: z.array(z.string()).nullable(), is_open: z.boolean() });

/**
 * Of these messages, those that none of our posts has recorded; in the given order. With a hash, none at all while a post
 * of the turn's channel with that hash may still turn out to be one of them.
 */
export async function findUnclaimed(
  turnId: string,
  { messageIds, hash }: RouteRequest<typeof listUnclaimedMessages>['body'],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<string[]> {
  const row = await queryOne(
    pool,
    sql`SELECT
          (SELECT json_agg(message_id::text) FROM posts WHERE message_id = ANY(${messageIds.map(toBigInt)}::bigint[])) AS claimed,
          ${hash ?? null}::text IS NOT NULL AND EXISTS (
            SELECT FROM posts JOIN turns other ON other.id = posts.turn_id JOIN turns mine ON mine.channel_id = other.channel_id
            WHERE mine.id = ${turnId}::uuid AND posts.hash = ${hash ?? null} AND posts.state IN ('sending', 'uncertain')
          ) AS is_open`,
    ClaimsRow,
  );
  if (row === null || row.is_open) return [];
  const claimed = new Set((row.claimed ?? []).map(toSnowflake));
  return messageIds.filter((id) => !claimed.has(id));
}

const UnknownRow = z.object({ claimed: z.array(z.string()).nullable(), is_sending: z.boolean() });

/** Of these messages of a channel, those that no post has on record; whichever turns and channels the posts are of. */
export async function findUnknown(
  { channelId, messageIds }: RouteRequest<typeof findUnknownPosts>['body'],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<RouteOutput<typeof findUnknownPosts>> {
  const row = await queryOne(
    pool,
    sql`SELECT
          (SELECT json_agg(message_id::text) FROM posts WHERE message_id = ANY(${messageIds.map(toBigInt)}::bigint[])) AS claimed,
          EXISTS (SELECT FROM turns JOIN posts ON posts.turn_id = turns.id
            WHERE turns.channel_id = ${toBigInt(channelId)}::bigint AND turns.ended_at IS NULL AND posts.state = 'sending') AS is_sending`,
    UnknownRow,
  );
  const claimed = new Set((row?.claimed ?? []).map(toSnowflake));
  return { messageIds: messageIds.filter((id) => !claimed.has(id)), isSending: row?.is_sending === true };
}
