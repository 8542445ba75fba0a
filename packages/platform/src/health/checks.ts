/** What must work before a service is ready, by name; a check that rejects says what is wrong. */
export type HealthChecks = Readonly<Record<string, (signal: AbortSignal) => Promise<unknown>>>;

export interface HealthReport {
  ready: boolean;
  /** `ok`, or a sentence on what is wrong. */
  checks: Record<string, string>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** Runs all checks at once, each within `timeoutMs`. */
export async function checkHealth(checks: HealthChecks, timeoutMs = CHECK_TIMEOUT_MS): Promise<HealthReport> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await runCheck(check, timeoutMs)] as const),
  );
  return { ready: results.every(([, result]) => result === 'ok'), checks: Object.fromEntries(results) };
}

async function runCheck(check: HealthChecks[string], timeoutMs: number): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs);
  const tooLate = new Promise<string>((resolve) => {
    signal.addEventListener('abort', () => resolve(`no answer within ${timeoutMs} ms`), { once: true });
  });
  const outcome = (async () => check(signal))().then(
    () => 'ok',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return Promise.race([outcome, tooLate]);
}
