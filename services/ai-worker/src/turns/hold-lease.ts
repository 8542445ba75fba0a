import { type OpenTurn, renewTurn } from '@tzurot/contracts';
import { AppError, type Log } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';

export interface Lease {
  /** Aborts when somebody else has the turn; then nothing of ours counts any more. */
  signal: AbortSignal;
  letGo(): void;
}

/**
 * Keeps the lease while the turn is worked on. A gateway that cannot be reached ends nothing: it refuses
 * whatever is written under a lost lease, and until then the work may still be of use.
 */
export function holdLease({ turnId, fence, leaseMs }: OpenTurn, { gateway }: WorkerContext, log: Log): Lease {
  const lost = new AbortController();
  const thirdMs = Math.floor(leaseMs / 3);
  let timer: NodeJS.Timeout | undefined;

  const renewIn = (delayMs: number) => {
    timer = setTimeout(() => void renew(), delayMs).unref();
  };
  const renew = async () => {
    let nextMs = thirdMs;
    try {
      const renewed = await gateway.call(renewTurn, { params: { turnId }, body: { fence }, timeoutMs: thirdMs });
      nextMs = renewed.leaseMs / 3;
    } catch (error) {
      if (isStaleLease(error)) {
        lost.abort(error);
        return;
      }
      log.warn({ err: error }, 'lease not renewed');
      nextMs = Math.min(1_000, nextMs);
    }
    if (timer !== undefined) renewIn(nextMs);
  };

  renewIn(thirdMs);
  return {
    signal: lost.signal,
    letGo() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

export function isStaleLease(error: unknown): boolean {
  return error instanceof AppError && error.code === 'stale-lease';
}
