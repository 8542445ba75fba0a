import type { Clock } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { forgetExpired } from '../store/wallet.ts';
import { sweep } from './sweep.ts';

export const SWEEP_EVERY_MS = 3_000;

/** Sweeps again and again, one after another, until it is stopped. A sweep that fails is tried again at the next. */
export function startSweeper(
  ctx: Pick<GatewayContext, 'pool' | 'queues' | 'log'>,
  clock: Clock,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        const { woken, expired } = await sweep(ctx);
        if (woken + expired > 0) ctx.log.info({ woken, expired }, 'overdue turns looked after');
        await forgetExpired(ctx);
      } catch (error) {
        ctx.log.warn({ err: error }, 'sweep failed');
      }
      await clock.sleep(SWEEP_EVERY_MS, stopping.signal).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
