import {
  type listUnclaimedMessages,
  Post,
  type PostOutlet,
  type RouteRequest,
  type recordPost,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { isDuplicate } from '../database/errors.ts';
import { query, queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { readHeldTurn, staleLease } from '../leases/held-turn.ts';

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
 * Records what happens to a post; one that nobody planned begins as `sending`.
 * @throws AppError `stale-lease`; `conflict` when it was sent already, or the message belongs to another post
 */
export async function record(
  turnId: string,
  { fence, chunk, state, hash, messageId, outlet }: RouteRequest<typeof recordPost>['body'],
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

/** Of these messages, those that none of our posts has recorded; in the given order. */
export async function findUnclaimed(
  { messageIds }: RouteRequest<typeof listUnclaimedMessages>['body'],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<string[]> {
  const rows = await query(
    pool,
    sql`SELECT message_id FROM posts WHERE message_id = ANY(${messageIds.map(toBigInt)}::bigint[])`,
    z.object({ message_id: z.string() }),
  );
  const claimed = new Set(rows.map((row) => toSnowflake(row.message_id)));
  return messageIds.filter((id) => !claimed.has(id));
}
