import type { listUnclaimedMessages, RouteRequest, recordDelivery } from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { isDuplicate } from '../database/errors.ts';
import { query, queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { readHeldTurn, staleLease } from './stale-lease.ts';

/**
 * Records how a chunk fares. What was sent stays sent.
 * @throws AppError `stale-lease`; `conflict` when the chunk was sent already, or the message belongs to another chunk
 */
export async function record(
  turnId: string,
  { fence, chunk, state, at, messageId, webhookId }: RouteRequest<typeof recordDelivery>['body'],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<void> {
  try {
    const recorded = await queryOne(
      pool,
      sql`UPDATE deliveries SET state = ${state},
            sending_at = CASE WHEN ${state} = 'sending' THEN ${at}::timestamptz ELSE sending_at END,
            message_id = coalesce(${messageId === null ? null : toBigInt(messageId)}::bigint, message_id),
            webhook_id = ${webhookId === null ? null : toBigInt(webhookId)}::bigint
          FROM turns
          WHERE turns.id = deliveries.turn_id AND turns.id = ${turnId}::uuid AND deliveries.chunk = ${chunk}
            AND turns.fence = ${fence} AND turns.stage = 'spoken' AND (deliveries.state <> 'sent' OR ${state} = 'sent')
          RETURNING deliveries.chunk`,
    );
    if (recorded !== null) return;
  } catch (error) {
    throw isDuplicate(error, 'message_id') ? claimedElsewhere(error) : error;
  }
  const turn = await readHeldTurn(pool, turnId, fence);
  if (turn.stage !== 'spoken') throw staleLease(turnId);
  const delivery = await queryOne(
    pool,
    sql`SELECT chunk FROM deliveries WHERE turn_id = ${turnId}::uuid AND chunk = ${chunk}`,
  );
  if (delivery === null) throw new NotFoundError('chunk', `${turnId}/${chunk}`);
  throw new AppError('conflict', `chunk ${chunk} of turn ${turnId} was sent already`);
}

export function claimedElsewhere(cause: unknown): AppError {
  return new AppError('conflict', 'another chunk has recorded this message as its own', { cause });
}

/** Of these messages, those that no chunk of ours has recorded; in the given order. */
export async function findUnclaimed(
  { messageIds }: RouteRequest<typeof listUnclaimedMessages>['body'],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<string[]> {
  const rows = await query<{ message_id: string }>(
    pool,
    sql`SELECT message_id FROM deliveries WHERE message_id = ANY(${messageIds.map(toBigInt)}::bigint[])`,
  );
  const claimed = new Set(rows.map((row) => toSnowflake(row.message_id)));
  return messageIds.filter((id) => !claimed.has(id));
}
