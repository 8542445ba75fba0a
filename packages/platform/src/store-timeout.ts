import { z } from 'zod';

/**
 * How long Postgres or Redis may say nothing after it was asked. A connection whose other end is gone without a word looks
 * alive for minutes otherwise; and none of our statements takes so long on a healthy store.
 */
export const STORE_TIMEOUT_MS = 8_000;

/** For the configuration of a service, under this name. */
export const StoreTimeoutMs = z.coerce
  .number()
  .int()
  .min(1_000)
  .max(600_000)
  .default(STORE_TIMEOUT_MS)
  .describe('how long Postgres or Redis may be silent before the connection is given up, in milliseconds');

/** When an idle connection is first asked whether its other end is still there; after that every second, ten times. */
export const KEEP_ALIVE_DELAY_MS = 2_000;
