import { type RouteRequest, type releaseTurn, TurnStage } from '@tzurot/contracts';
import { currentTraceId } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { queryOne, sql } from '../database/query.ts';
import { readHeldTurn } from '../leases/held-turn.ts';
import { WAKE_AFTER_MS } from './limits.ts';
import { enqueueWakeUps, WakeUp } from './wake.ts';

/** Gives a turn back and wakes it again after the pause. Twice is once: without a lease there is nothing to give back. */
export async function release(
  turnId: string,
  { fence, problem, isOutage, retryAfterMs }: RouteRequest<typeof releaseTurn>['body'],
  ctx: Pick<GatewayContext, 'pool' | 'queues' | 'log'>,
): Promise<TurnStage> {
  const released = await queryOne(
    ctx.pool,
    sql`UPDATE turns t SET stage = CASE t.stage WHEN 'open' THEN 'accepted' ELSE t.stage END,
          lease_key = NULL, lease_expires_at = NULL, problem = ${problem}, problem_at = now(),
          problem_trace = ${currentTraceId() ?? null}, wake_ups = t.wake_ups + 1,
          outages = t.outages + CASE WHEN ${isOutage} THEN 1 ELSE 0 END,
          due_at = now() + ${retryAfterMs + WAKE_AFTER_MS} * interval '1 ms'
        FROM triggers trigger
        WHERE trigger.id = t.trigger_id AND t.id = ${turnId}::uuid AND t.fence = ${fence}
          AND t.lease_key IS NOT NULL AND t.stage IN ('open', 'spoken')
        RETURNING t.id AS turn_id, t.wake_ups, t.stage, trigger.facts, trigger.scene`,
    WakeUp.extend({ stage: TurnStage }),
  );
  if (released === null) return TurnStage.parse((await readHeldTurn(ctx.pool, turnId, fence)).stage);
  await enqueueWakeUps([released], ctx, { delayMs: retryAfterMs });
  return released.stage;
}
