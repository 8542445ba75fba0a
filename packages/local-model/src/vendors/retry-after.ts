/** How long a refused caller is asked to wait: short, so that tests of retries stay quick. */
export const RETRY_AFTER_MS = 50;

/** `retry-after` counts whole seconds (RFC 9110 §10.2.3); `retry-after-ms` is OpenAI's finer twin. */
export const retryAfterHeaders = {
  'retry-after': String(Math.ceil(RETRY_AFTER_MS / 1_000)),
  'retry-after-ms': String(RETRY_AFTER_MS),
};
