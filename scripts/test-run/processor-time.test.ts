import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { processorMsOf, readProcessorMs } from './processor-time.ts';

it("adds a process's own time and that of its children, whatever the program is called", () => {
  const stat = '7 (a (b) c) R 1 7 7 0 -1 4194304 100 200 0 0 10 20 30 40 20 0 1 0 99 0 0';

  expect(processorMsOf(stat)).toBe(1_000);
});

it.skipIf(!existsSync('/proc/self/stat'))('counts what a child has used once it has ended (needs Linux)', () => {
  const before = readProcessorMs() ?? 0;

  spawnSync(process.execPath, ['--eval', 'for (const end = Date.now() + 300; Date.now() < end; );']);

  expect((readProcessorMs() ?? 0) - before).toBeGreaterThan(0);
});
