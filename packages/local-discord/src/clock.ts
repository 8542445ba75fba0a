/** A clock that follows real time and can be moved forward by tests. */
export interface Clock {
  /** Milliseconds since the Unix epoch, moved forward by every `advance`. */
  now(): number;
  /** Runs `run` once when `delayMs` of this clock have passed; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
  /** Moves time forward; everything that falls due runs before this returns, earliest first. */
  advance(byMs: number): void;
  /** Cancels every timer. */
  stop(): void;
}

interface Timer {
  readonly dueAt: number;
  readonly run: () => void;
  handle: NodeJS.Timeout | undefined;
}

/** setTimeout fires at once for anything longer than this; longer waits are taken in pieces. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

export function createClock(): Clock {
  let offsetMs = 0;
  const timers = new Set<Timer>();

  const now = () => Date.now() + offsetMs;

  function arm(timer: Timer): void {
    const waitMs = Math.min(Math.max(0, timer.dueAt - now()), LONGEST_TIMEOUT_MS);
    timer.handle = setTimeout(() => (timer.dueAt <= now() ? fire(timer) : arm(timer)), waitMs);
    timer.handle.unref();
  }

  function drop(timer: Timer): boolean {
    clearTimeout(timer.handle);
    return timers.delete(timer);
  }

  function fire(timer: Timer): void {
    if (drop(timer)) timer.run();
  }

  function earliestDue(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of timers) {
      if (timer.dueAt <= now() && (!earliest || timer.dueAt < earliest.dueAt)) earliest = timer;
    }
    return earliest;
  }

  return {
    now,
    after(delayMs, run) {
      const timer: Timer = { dueAt: now() + delayMs, run, handle: undefined };
      timers.add(timer);
      arm(timer);
      return () => void drop(timer);
    },
    advance(byMs) {
      offsetMs += byMs;
      for (let due = earliestDue(); due; due = earliestDue()) fire(due);
      for (const timer of timers) {
        clearTimeout(timer.handle);
        arm(timer);
      }
    },
    stop() {
      for (const timer of timers) drop(timer);
    },
  };
}
