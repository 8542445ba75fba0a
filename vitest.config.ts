import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
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

/** They start whole services, or kill processes, and end with a process of their own. */
const APART = [
  'packages/{journeys,local-discord,local-discord-page,local-postgres}/tests/**/*.test.ts',
  'services/bot-client/tests/**/*.test.ts',
];

const project = (name: string, test: { include: string[]; exclude?: string[]; isolate: boolean }) =>
  ({
    cacheDir: '.cache/vite',
    test: {
      name,
      testTimeout: 30_000,
      hookTimeout: 60_000,
      setupFiles: ['scripts/test-run/measure-file.ts'],
      ...test,
    },
  }) satisfies TestProjectConfiguration;

export default defineConfig({
  cacheDir: '.cache/vite',
  test: {
    // Much of what is tested waits (for locks, leases, processes that start), so a small machine does more at once than it has cores.
    maxWorkers: Math.max(3, Math.min(8, availableParallelism() - 1)),
    globalSetup: ['scripts/test-run/test-databases.ts'],
    silent: 'passed-only',
    sequence: { sequencer: JourneysFirst },
    projects: [
      project('apart', { include: APART, isolate: true }),
      // A file's imports cost more than most of its tests do, so files that leave nothing behind share a process with its modules.
      project('shared', {
        include: ['{packages,services}/*/{src,tests}/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
        exclude: APART,
        isolate: false,
      }),
    ],
  },
});
