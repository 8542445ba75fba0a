import type { Clock } from '@tzurot/platform';
import { sweepDeleted } from '../characters/deleted.ts';
import type { GatewayContext } from '../context.ts';
import { query, sql } from '../database/query.ts';
import { forgetExpired as forgetFiles } from '../files/files.ts';
import { forgetUndecided } from '../imports/imports.ts';
import { forgetExpired } from '../wallet/wallet.ts';
import { lookAgain } from './doubts.ts';
import { sweep, wakeAgain } from './sweep.ts';

export const SWEEP_EVERY_MS = 3_000;

/**
 * Sweeps again and again, one after another, until it is stopped. It pauses before the first sweep, and when the
 * database was away: workers that live say so first, and no turn is taken from them because we could not hear it.
 */
export function startSweeper(
  ctx: Pick<GatewayContext, 'pool' | 'prisma' | 'queues' | 'log'>,
  clock: Clock,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const isThere = () =>
    query(ctx.pool, sql`SELECT 1`).then(
      () => true,
      () => false,
    );
  const running = (async () => {
    await wakeAgain(ctx).catch((error: unknown) => ctx.log.warn({ err: error }, 'turns were not woken again'));
    for (let wasAway = false; ; ) {
      await clock.sleep(SWEEP_EVERY_MS, signal).catch(() => {});
      if (signal.aborted) return;
      if (wasAway) {
        wasAway = !(await isThere());
        continue;
      }
      try {
        const { woken, expired } = await sweep(ctx);
        if (woken + expired > 0) ctx.log.info({ woken, expired }, 'overdue turns looked after');
        await lookAgain(ctx);
        await forgetExpired(ctx);
        await sweepDeleted(ctx);
        await forgetFiles(ctx);
        await forgetUndecided(ctx);
      } catch (error) {
        wasAway = true;
        ctx.log.warn({ err: error }, 'sweep failed');
      }
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
