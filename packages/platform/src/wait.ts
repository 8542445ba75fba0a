import pRetry from 'p-retry';

import { AppError, ConfigError } from './errors.ts';
import type { Log } from './log.ts';

/**
 * Tries `attempt` with growing pauses (0.1 s to 2 s) until it works; for what comes up later than we do.
 * @param what is named in the log, once when waiting begins and then about every half minute
 * @throws the signal's reason when it aborts; at once what waiting does not cure: ConfigError, and AppError that says so
 */
export async function waitFor<Result>(
  what: string,
  attempt: () => Promise<Result>,
  { log, signal }: { log: Log; signal?: AbortSignal },
): Promise<Result> {
  let waited = false;
  const result = await pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 100,
    maxTimeout: 2_000,
    factor: 1.6,
    randomize: true,
    shouldRetry: ({ error }) => mayPass(error),
    onFailedAttempt: ({ error, attemptNumber }) => {
      if (!mayPass(error) || signal?.aborted === true) return;
      if (attemptNumber === 2 || attemptNumber % 20 === 0)
        log.warn({ err: error, attemptNumber }, `waiting for ${what}`);
      waited ||= attemptNumber >= 2;
    },
    ...(signal !== undefined && { signal }),
  });
  if (waited) log.info(`${what} is there`);
  return result;
}

function mayPass(error: Error): boolean {
  return !(error instanceof ConfigError) && !(error instanceof AppError && !error.retry);
}
