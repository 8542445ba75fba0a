import type { Clock } from '../clock.ts';

export interface FakeClock extends Clock {
  /** Moves time on and wakes, in order, whoever slept until then. */
  advance(ms: number): Promise<void>;
  /** How many sleep. */
  readonly sleepers: number;
}

interface Sleeper {
  until: number;
  wake: () => void;
}

/** A clock that stands still until it is told to move. */
export function fakeClock(start: Date | string = '2026-01-01T00:00:00.000Z'): FakeClock {
  let now = new Date(start).getTime();
  let sleepers: Sleeper[] = [];

  return {
    now: () => new Date(now),
    get sleepers() {
      return sleepers.length;
    },
    sleep(ms, signal) {
      if (signal?.aborted === true) return Promise.reject(abortError(signal));
      return new Promise((resolve, reject) => {
        const sleeper: Sleeper = { until: now + ms, wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener(
          'abort',
          () => {
            sleepers = sleepers.filter((other) => other !== sleeper);
            reject(abortError(signal));
          },
          { once: true },
        );
      });
    },
    async advance(ms) {
      const target = now + ms;
      for (;;) {
        const [next] = sleepers.filter((sleeper) => sleeper.until <= target).toSorted((a, b) => a.until - b.until);
        if (next === undefined) break;
        sleepers = sleepers.filter((sleeper) => sleeper !== next);
        now = Math.max(now, next.until);
        next.wake();
        // Lets whoever woke run up to its next sleep, which may end within this same advance.
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = target;
    },
  };
}

function abortError(signal: AbortSignal): Error {
  return new DOMException('the sleep was aborted', { name: 'AbortError', cause: signal.reason });
}
