import type { GatewayContext } from '../context.ts';
import { inTransaction, queryOne, sql } from '../database/query.ts';
import { endTurns } from './end.ts';
import { lockChannelOfTurn } from './lock-channel.ts';
import { settle } from './settle.ts';
import { enqueueWakeUps } from './wake.ts';

/** Ends a turn that failed too often, so that it blocks nobody. What was said so far of its reply stays said. */
export async function giveUp(
  turnId: string,
  fence: number,
  ctx: Pick<GatewayContext, 'pool' | 'queues' | 'log' | 'embedLater' | 'vendors'>,
): Promise<void> {
  const woken = await inTransaction(ctx.pool, async (tx) => {
    const channelId = await lockChannelOfTurn(tx, turnId);
    const silent = await queryOne(
      tx,
      sql`SELECT id FROM turns WHERE id = ${turnId}::uuid AND fence = ${fence} AND ended_at IS NULL AND stage <> 'spoken'`,
    );
    return silent === null ? null : endTurns(tx, channelId, [turnId], 'failed');
  });
  if (woken === null) {
    await settle(
      turnId,
      { fence, outcome: 'undeliverable', sent: [], problem: 'given up after too many attempts' },
      ctx,
    );
    return;
  }
  ctx.log.warn({ turnId }, 'turn given up after too many attempts');
  await enqueueWakeUps(woken, ctx);
}
