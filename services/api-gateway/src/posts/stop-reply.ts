import { type Caller, REPLY_STOPPED_CHANNEL, type RouteRequest, type stopReply } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { queryOne, sql } from '../database/query.ts';
import { findRevisable } from './find-revisable.ts';

/**
 * Has the reply that is being made end where it stands. The ledger keeps the wish, so the next worker knows of it when
 * this one dies.
 * @returns false when nothing is being made any more
 * @throws as `findRevisable` does
 */
export async function stop(
  messageId: string,
  { channelId }: RouteRequest<typeof stopReply>['body'],
  caller: Caller,
  { pool, state, log }: Pick<GatewayContext, 'pool' | 'state' | 'log'>,
): Promise<boolean> {
  const turnId = await findRevisable(pool, messageId, channelId, caller);
  const stopped = await queryOne(
    pool,
    sql`UPDATE turns SET stopped_at = coalesce(stopped_at, now())
        WHERE id = ${turnId}::uuid AND ended_at IS NULL AND stage <> 'spoken' RETURNING id`,
  );
  if (stopped === null) return false;
  try {
    await state.publish(REPLY_STOPPED_CHANNEL, { turnId });
  } catch (error) {
    log.warn({ err: error, turnId }, 'workers could not be told to stop a reply');
  }
  return true;
}
