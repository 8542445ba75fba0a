import { setTimeout as delay } from 'node:timers/promises';

/** Where code that is tested with a fake clock gets the time. */
export interface Clock {
  now(): Date;
  /** @throws the signal's reason, as an AbortError, when it aborts first */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
};
