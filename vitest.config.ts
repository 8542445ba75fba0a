import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The journeys take longest; begun last, one of them would run alone while the other cores wait. */
class JourneysFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- Vitest's sequencer, not an array
    const sorted = await super.sort(files);
    return [...sorted.filter(isJourney), ...sorted.filter((file) => !isJourney(file))];
  }
}

function isJourney(file: TestSpecification): boolean {
  return file.moduleId.includes('/packages/journeys/');
}

export default defineConfig({
  cacheDir: '.cache/vite',
  test: {
    include: ['{packages,services}/*/{src,tests}/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Much of what is tested waits (for locks, leases, processes that start), so a small machine does more at once than it has cores.
    maxWorkers: Math.max(3, Math.min(8, availableParallelism() - 1)),
    globalSetup: ['scripts/test-run/test-databases.ts'],
    setupFiles: ['scripts/test-run/measure-file.ts'],
    silent: 'passed-only',
    sequence: { sequencer: JourneysFirst },
  },
});
