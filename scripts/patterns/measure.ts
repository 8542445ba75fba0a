import { createContext, Script } from 'node:vm';

/** A script that is stopped this late grows so fast that nothing more need be known. */
const GIVE_UP_MS = 2_000;
const REPEATS = 3;

/** Nothing holds the event loop longer, whatever somebody has written. */
export const BUDGET_MS = 50;

/**
 * The processor time that something takes: the best of a few runs, so that a busy machine does not count. Once it is
 * within the budget it is not run again.
 */
export function measureMs(run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < REPEATS && best > BUDGET_MS; repeat += 1) {
    const before = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(before);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

const replaceAll = new Script('text.replaceAll(pattern, "")');

/** The same for a pattern that looks through all of a text; Infinity when it does not come to an end. */
export function measurePatternMs(source: string, flags: string, text: string): number {
  const pattern = new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
  const context = createContext({ pattern, text });
  try {
    return measureMs(() => {
      pattern.lastIndex = 0;
      replaceAll.runInContext(context, { timeout: GIVE_UP_MS });
    });
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
