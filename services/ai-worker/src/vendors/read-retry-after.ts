type ReadHeader = (name: string) => string | null | undefined;

/**
 * How long a vendor asks to wait, in milliseconds; null when it does not say.
 * Sources: RFC 9110 §10.2.3 (seconds or a date); OpenAI's finer `retry-after-ms`; OpenRouter, "Rate limits"
 * (`x-ratelimit-reset` as a moment in milliseconds).
 */
export function readRetryAfter(header: ReadHeader | undefined, now: Date = new Date()): number | null {
  const fine = readNumber(header?.('retry-after-ms'));
  if (fine !== null) return fine;
  const coarse = header?.('retry-after') ?? null;
  if (coarse !== null) {
    const seconds = readNumber(coarse);
    if (seconds !== null) return seconds * 1_000;
    const date = Date.parse(coarse);
    if (!Number.isNaN(date)) return Math.max(0, date - now.getTime());
  }
  const reset = readNumber(header?.('x-ratelimit-reset'));
  return reset !== null && reset > now.getTime() ? reset - now.getTime() : null;
}

function readNumber(text: string | null | undefined): number | null {
  if (text === null || text === undefined || text.trim() === '') return null;
  const number = Number(text);
  return Number.isFinite(number) && number >= 0 ? number : null;
}
