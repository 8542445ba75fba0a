import { relative } from 'node:path';
import type { TestCase, TestModule, TestSuite } from 'vitest/node';

/** A test that did not run, and why. */
export interface SkippedTest {
  /** Its file, from the root of the checkout. */
  readonly file: string;
  /** The note given to `skip`, else the title that says what it "needs", else that of what was skipped as a whole. */
  readonly reason: string;
}

/** What one file of tests took. */
export interface FileCost {
  readonly file: string;
  readonly tookMs: number;
  /** Of its tests and of the processes they started; null where the system does not tell. */
  readonly processorMs: number | null;
}

/** What came of all tests. */
export interface TestOutcome {
  readonly costs: readonly FileCost[];
  readonly passed: number;
  /** One line for each failed test, each file that could not be loaded and each error outside of any test. */
  readonly failures: readonly string[];
  readonly skipped: readonly SkippedTest[];
}

/** Reads from Vitest's own record what came of its run. */
export function collectOutcome(
  modules: readonly TestModule[],
  unhandledErrors: readonly unknown[],
  folder: string,
): TestOutcome {
  const failures: string[] = [];
  const skipped: SkippedTest[] = [];
  const costs: FileCost[] = [];
  let passed = 0;
  for (const module of modules) {
    const file = relative(folder, module.moduleId).replaceAll('\\', '/');
    costs.push({ file, tookMs: module.diagnostic().duration, processorMs: module.meta().processorMs ?? null });
    // Outside of its tests a file fails by an import, a hook or a suite that throws.
    const broken = [module, ...module.children.allSuites()].filter((part) => part.errors().length > 0);
    failures.push(...broken.map((part) => `${file}${part.type === 'suite' ? ` > ${part.fullName}` : ''}`));
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed++;
      else if (state === 'skipped' && broken.length === 0) skipped.push({ file, reason: reasonOf(test) });
      else if (state !== 'skipped') failures.push(`${file} > ${test.fullName}`);
    }
  }
  failures.push(...unhandledErrors.map((error) => `outside of any test: ${messageOf(error)}`));
  return { passed, failures, skipped, costs };
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  if (note !== undefined) return note;
  const titled = [test, ...suitesAround(test)];
  const saysWhy = titled.find((part) => /\bneeds? /.test(part.name));
  const outermostSkipped = titled.findLast((part) => part.options.mode === 'skip' || part.options.mode === 'todo');
  return (saysWhy ?? outermostSkipped ?? test).name;
}

/** Innermost first. */
function suitesAround({ parent }: TestCase | TestSuite): TestSuite[] {
  return parent.type === 'suite' ? [parent, ...suitesAround(parent)] : [];
}

function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message).split('\n')[0] ?? '';
}
