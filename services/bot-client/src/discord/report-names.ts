import { BOT_NAMES_KEY } from '@tzurot/contracts';
import type { Log, SharedState } from '@tzurot/platform';

const EVERY_MS = 60 * 60_000;
const TTL_MS = 30 * 24 * EVERY_MS;

/** Tells all processes, again and again, what the bot is called, so that no character takes its name. */
export function reportNames(names: () => readonly string[], state: SharedState, log: Log): { stop(): void } {
  const report = () => {
    if (names().length === 0) return;
    state.set(BOT_NAMES_KEY, [...names()], { ttlMs: TTL_MS }).catch((error: unknown) => {
      log.debug({ err: error }, 'cannot tell what the bot is called');
    });
  };
  report();
  const timer = setInterval(report, EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
