import { embedMemories } from '@tzurot/contracts';
import type { JobQueues, Log } from '@tzurot/platform';

/** Has the worker turn what was said into vectors. */
export interface EmbedLater {
  /** Some time after the turn, and once for everything that its owner says meanwhile. Waits for nothing and never fails. */
  (turn: { turnId: string; ownerId: string }): void;
}

/**
 * Nobody misses the vector of what was just said, since the prompt still shows it; so everything that an
 * owner says within `everyMs` is embedded together. Any number of gateways enqueue the same job then.
 */
export function createEmbedLater({
  queues,
  log,
  everyMs,
}: {
  queues: JobQueues;
  log: Log;
  everyMs: number;
}): EmbedLater {
  let period = 0;
  let asked = new Set<string>();
  return ({ turnId, ownerId }) => {
    const now = Math.floor(Date.now() / everyMs);
    if (now !== period) [period, asked] = [now, new Set()];
    if (asked.has(ownerId)) return;
    asked.add(ownerId);
    // It runs when the period is over, so the turns that did not ask are settled by then.
    queues
      .enqueue(embedMemories, { turnId }, { id: `embed-${ownerId}-${now}`, delayMs: everyMs })
      .catch((error: unknown) => {
        log.debug({ err: error, turnId }, 'memories will be embedded after a later turn');
      });
  };
}
