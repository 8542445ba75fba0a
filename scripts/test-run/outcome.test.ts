import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startVitest } from 'vitest/node';
import { cache } from '../bootstrap/paths.mjs';
import { collectOutcome } from './outcome.ts';

/** What comes of test files with these contents, run by the real Vitest. */
async function outcomeOf(files: Record<string, string>) {
  // Below the checkout, so that `vitest` is found.
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'outcome-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), `import { beforeAll, describe, expect, it } from 'vitest';\n${text}`);
  }
  const exitCode = process.exitCode;
  const vitest = await startVitest([], { root: folder, config: false, watch: false, reporters: [{}] });
  await vitest.close();
  // A failing run marks the whole process as failed; here it is only an example.
  process.exitCode = exitCode;
  return collectOutcome(vitest.state.getTestModules(), vitest.state.getUnhandledErrors(), folder);
}

it('tells passed, failed and skipped tests apart', async () => {
  const outcome = await outcomeOf({
    'a.test.ts': `
      it('adds', () => expect(1 + 1).toBe(2));
      it('subtracts', () => expect(1 - 1).toBe(1));
      it.skip('divides', () => {});
      it('knocks', ({ skip }) => skip('needs a door'));
      describe.skip('on the moon', () => { describe('at night', () => { it('jumps', () => {}); }); });
      describe('at sea (needs a boat)', () => { it.skip('sails', () => {}); });
    `,
  });

  expect(outcome).toEqual({
    costs: [{ file: 'a.test.ts', tookMs: expect.any(Number), processorMs: null }],
    passed: 1,
    failures: ['a.test.ts > subtracts'],
    skipped: [
      { file: 'a.test.ts', reason: 'divides' },
      { file: 'a.test.ts', reason: 'needs a door' },
      { file: 'a.test.ts', reason: 'on the moon' },
      { file: 'a.test.ts', reason: 'at sea (needs a boat)' },
    ],
  });
});

it('counts a file that cannot be loaded, a hook that throws and a stray rejection as failures', async () => {
  const outcome = await outcomeOf({
    'broken.test.ts': `import './gone.ts'; it('never runs', () => {});`,
    'hook.test.ts': `describe('with a hook', () => { beforeAll(() => { throw new Error('no'); }); it('never runs', () => {}); });`,
    'stray.test.ts': `it('leaves something behind', () => { void Promise.reject(new Error('too late')); });`,
  });

  expect(outcome.failures.toSorted()).toEqual([
    'broken.test.ts',
    'hook.test.ts > with a hook',
    'outside of any test: too late',
  ]);
  expect(outcome.skipped).toEqual([]);
});
