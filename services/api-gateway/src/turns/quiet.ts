import { type quietChannel, REPLY_STOPPED_CHANNEL, type RouteOutput } from '@tzurot/contracts';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { inTransaction, query, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { endTurns } from './end.ts';
import { enqueueWakeUps } from './wake.ts';

type QuietContext = Pick<GatewayContext, 'pool' | 'queues' | 'state' | 'log'>;

/** What active characters have not begun to answer in a channel, of messages older than this one. */
const isLeftUnsaid = (channelId: bigint, messageId: bigint) => sql`
  turns.channel_id = ${channelId}::bigint AND turns.ended_at IS NULL AND turns.attempts = 0
  AND turns.is_optional AND turns.trigger_id < ${messageId}::bigint`;

/** Somebody says something new: what active characters still wanted to say about older messages is dropped. */
export async function interrupt(
  { channelId, messageId }: { channelId: string; messageId: string },
  ctx: Pick<QuietContext, 'pool' | 'queues' | 'log'>,
): Promise<void> {
  const [channel, message] = [toBigInt(channelId), toBigInt(messageId)];
  const waiting = await queryOne(
    ctx.pool,
    sql`SELECT 1 AS one FROM turns WHERE ${isLeftUnsaid(channel, message)} LIMIT 1`,
  );
  if (waiting === null) return;
  const woken = await inTransaction(ctx.pool, async (tx) => {
    await query(tx, sql`SELECT FROM channels WHERE id = ${channel}::bigint FOR UPDATE`);
    const unsaid = await query(
      tx,
      sql`SELECT id FROM turns WHERE ${isLeftUnsaid(channel, message)} FOR UPDATE`,
      z.object({ id: z.string() }),
    );
    return endTurns(
      tx,
      channelId,
      unsaid.map(({ id }) => id),
      'refused',
    );
  });
  await enqueueWakeUps(woken, ctx);
}

/** The same because somebody asked for it, and all that they asked for themselves with it. */
export async function quiet(
  { channelId, askerId, messageId }: { channelId: string; askerId: string; messageId: string },
  ctx: QuietContext,
): Promise<RouteOutput<typeof quietChannel>> {
  const [channel, message, asker] = [toBigInt(channelId), toBigInt(messageId), toBigInt(askerId)];
  const isTheirs = sql`turns.channel_id = ${channel}::bigint AND turns.ended_at IS NULL
    AND turns.trigger_id < ${message}::bigint AND turns.user_id = (SELECT id FROM users WHERE discord_id = ${asker}::bigint)`;
  const { ended, woken, stopping } = await inTransaction(ctx.pool, async (tx) => {
    await query(tx, sql`SELECT FROM channels WHERE id = ${channel}::bigint FOR UPDATE`);
    const unsaid = await query(
      tx,
      sql`SELECT id FROM turns WHERE ${isLeftUnsaid(channel, message)} OR ${isTheirs} AND turns.attempts = 0 FOR UPDATE`,
      z.object({ id: z.string() }),
    );
    const stopped = await query(
      tx,
      sql`UPDATE turns SET stopped_at = coalesce(stopped_at, now())
          WHERE ${isTheirs} AND turns.attempts > 0 AND turns.stage <> 'spoken' RETURNING turns.id`,
      z.object({ id: z.string() }),
    );
    const silent = unsaid.map(({ id }) => id);
    return { ended: silent.length, stopping: stopped, woken: await endTurns(tx, channelId, silent, 'refused') };
  });
  await enqueueWakeUps(woken, ctx);
  for (const { id: turnId } of stopping) {
    await ctx.state
      .publish(REPLY_STOPPED_CHANNEL, { turnId })
      .catch((error: unknown) => ctx.log.warn({ err: error, turnId }, 'workers could not be told to stop a reply'));
  }
  return { ended, stopping: stopping.length };
}
