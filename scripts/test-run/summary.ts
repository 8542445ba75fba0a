import type { CheckResult } from '../checks/check.ts';
import type { FileCost, SkippedTest, TestOutcome } from './outcome.ts';

/** What all checks and tests may take, so that running them stays a habit. */
const PROCESSOR_MINUTES = 8;
const SLOWEST = 10;

/**
 * The end of `npm test`: what took longest, why tests were skipped, what failed, and as the last line the figures alone.
 * Each check counts as one test, so that nothing can be wrong while the figures look right.
 *
 * @param options `processorMs` is what everything took, null where the system does not tell; `mustHaveServices`: Redis, Postgres and Chromium were provided, so a test may be skipped only
 *   if it says that it needs something else
 */
export function summarize(
  checks: readonly Pick<CheckResult, 'name' | 'findings'>[],
  { passed, failures, skipped, costs }: TestOutcome,
  { mustHaveServices, processorMs }: { mustHaveServices: boolean; processorMs: number | null },
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
    ...section('Most expensive files', describeCosts(costs)),
    ...section('Processor time', processorMs === null ? [] : [describeProcessorTime(processorMs)]),
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

function costOf({ processorMs, tookMs }: FileCost): number {
  return processorMs ?? tookMs;
}

function describeCosts(costs: readonly FileCost[]): string[] {
  return costs
    .toSorted((one, other) => costOf(other) - costOf(one))
    .slice(0, SLOWEST)
    .map(({ file, tookMs, processorMs }) => {
      const processor = processorMs === null ? '' : `${seconds(processorMs)} of processor time, `;
      return `${processor}${seconds(tookMs)} in all: ${file}`;
    });
}

function describeProcessorTime(processorMs: number): string {
  const minutes = processorMs / 60_000;
  const verdict = minutes > PROCESSOR_MINUTES ? `, more than the ${PROCESSOR_MINUTES} that it may take` : '';
  return `${minutes.toFixed(1)} minutes${verdict}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1).padStart(5)} s`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`), ''];
}
