import { PICTURE_DELIVERY_KEY } from '@tzurot/contracts';
import type { Log, SharedState } from '@tzurot/platform';

import type { Avatars } from './outlets/index.ts';

const EVERY_MS = 60_000;
/** What no worker repeats is soon forgotten. */
const TTL_MS = 3 * EVERY_MS;

/** Tells all processes, again and again, how picture delivery is doing; `/admin health` shows it. */
export function reportPictures(avatars: Avatars, state: SharedState, log: Log): { stop(): void } {
  const report = () => {
    state.set(PICTURE_DELIVERY_KEY, avatars.report(), { ttlMs: TTL_MS }).catch((error: unknown) => {
      log.debug({ err: error }, 'cannot tell how picture delivery is doing');
    });
  };
  report();
  const timer = setInterval(report, EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
