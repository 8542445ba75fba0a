import { afterAll } from 'vitest';
import { readProcessorMs } from './processor-time.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Of a file: the processor time of its tests and of the processes that they started. */
    processorMs?: number;
  }
}

// Set up before a file is loaded, so that its imports count; the first hook is the last to run afterwards.
const before = readProcessorMs();

// oxlint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures are asked for: none
afterAll(({}, file) => {
  const after = readProcessorMs();
  if (before !== null && after !== null) file.meta.processorMs = after - before;
});
