const DAY_MS = 86_400_000;

/**
 * Counts how often we introduce ourselves to Discord. It allows 1,000 a day; whoever uses them up loses
 * the token, so a storm of reconnects has to end before.
 */
export interface IdentifyBudget {
  /** One more connection attempt that may introduce itself. False when the next one would go too far. */
  spend(now: Date): boolean;
  /** The attempt resumed an old session, which costs nothing. */
  refund(): void;
  spentToday(now: Date): number;
}

/** @param maxPerDay where to stop, well below what Discord allows */
export function createIdentifyBudget(maxPerDay: number): IdentifyBudget {
  let attempts: number[] = [];
  const forgetOld = (now: Date) => {
    attempts = attempts.filter((at) => now.getTime() - at < DAY_MS);
  };
  return {
    spend(now) {
      forgetOld(now);
      attempts.push(now.getTime());
      return attempts.length <= maxPerDay;
    },
    refund: () => void attempts.pop(),
    spentToday(now) {
      forgetOld(now);
      return attempts.length;
    },
  };
}
