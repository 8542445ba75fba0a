import type { CheckResult } from '../checks/check.ts';
import type { SkippedTest, TestOutcome } from './outcome.ts';

/**
 * The end of `npm test`: why tests were skipped, what failed, and as the last line the figures alone.
 * Each check counts as one test, so that nothing can be wrong while the figures look right.
 *
 * @param options `mustHaveServices`: Redis, Postgres and Chromium were provided, so a test may be skipped only
 *   if it says that it needs something else
 */
export function summarize(
  checks: readonly Pick<CheckResult, 'name' | 'findings'>[],
  { passed, failures, skipped }: TestOutcome,
  { mustHaveServices }: { mustHaveServices: boolean },
): { text: string; succeeded: boolean } {
  const failedChecks = checks.filter((check) => check.findings !== '');
  const wronglySkipped = mustHaveServices ? skipped.filter((test) => !needsSomethingElse(test)) : [];
  const allFailures = [
    ...failedChecks.map((check) => `check: ${check.name}`),
    ...failures,
    ...countByReason(wronglySkipped).map((line) => `must not be skipped here: ${line}`),
    ...(passed === 0 ? ['no test passed'] : []),
  ];
  const rightlySkipped = skipped.length - wronglySkipped.length;
  const lines = [
    ...section('Skipped', countByReason(skipped)),
    ...section('Failed', allFailures),
    `${passed + checks.length - failedChecks.length} passed, ${allFailures.length} failed, ${rightlySkipped} skipped`,
  ];
  return { text: lines.join('\n'), succeeded: allFailures.length === 0 };
}

function needsSomethingElse({ reason }: SkippedTest): boolean {
  return /\bneeds? /.test(reason) && !/redis|postgres|database|chromium/i.test(reason);
}

function countByReason(skipped: readonly SkippedTest[]): string[] {
  const counts = new Map<string, number>();
  for (const { file, reason } of skipped) {
    const line = `${file}: ${reason}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => `${count} in ${line}`);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`), ''];
}
