import { createContext, Script } from 'node:vm';

/** Nothing holds the event loop longer, whatever somebody has written. */
export const BUDGET_MS = 50;
/** What is stopped this late grows so fast that nothing more need be known. */
const GIVE_UP_MS = 1_000;
const REPEATS = 3;

/**
 * The processor time that something takes on this thread: the best of a few runs, so that neither a busy machine nor
 * a collection of garbage counts. Once it is within the budget it is not run again.
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

const sandbox = createContext({ pattern: / /, text: '' });
const replaceAll = new Script('text.replaceAll(pattern, "")');

/** The same for a pattern that looks through all of a text. What does not come to an end is stopped, and has taken long. */
export function measurePatternMs(pattern: RegExp, text: string): number {
  Object.assign(sandbox, { pattern, text });
  return measureMs(() => {
    pattern.lastIndex = 0;
    try {
      replaceAll.runInContext(sandbox, { timeout: GIVE_UP_MS });
    } catch (error) {
      // It comes from the sandbox, whose errors are not ours.
      if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    }
  });
}
