import type { LocalDiscordOptions, WorldIds } from '@tzurot/local-discord';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type PageHarness, startHarness } from './harness.ts';

type Leave = () => Promise<void>;

/**
 * Opens a browser for the tests around it, and gives each of them a world of its own.
 * @param enter what a test begins with; may return what ends it
 */
export const usePages = (
  // biome-ignore lint/suspicious/noConfusingVoidType: most tests have nothing to end
  enter: (harness: PageHarness, world: WorldIds) => void | Promise<Leave | void>,
  options: Pick<LocalDiscordOptions, 'openApiFile'> = {},
): void => {
  let harness: PageHarness;

  beforeAll(async () => {
    harness = await startHarness(options);
  });

  beforeEach(async () => {
    const leave = await enter(harness, harness.newWorld());
    harness.problems.length = 0;
    return async () => {
      await leave?.();
      await Promise.all(harness.browser.contexts().map((context) => context.close()));
    };
  });

  afterAll(async () => {
    await harness.close();
  });
};
