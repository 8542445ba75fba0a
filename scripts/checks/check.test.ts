import { expect, it } from 'vitest';
import { type Check, runCheck } from './check.ts';

const reporting = (report: Awaited<ReturnType<Check['run']>>): Check => ({ name: 'some', run: async () => report });

it('passes when everything was looked at and nothing found', async () => {
  const result = await runCheck(reporting({ findings: '', examined: 2 }), ['a.ts', 'b.ts'], '.');

  expect(result.findings).toBe('');
});

it('fails a check that looked at fewer files than there are', async () => {
  const result = await runCheck(reporting({ findings: '', examined: 1 }), ['a.ts', 'b.ts'], '.');

  expect(result.findings).toContain('looked at 1 files, but there are 2');
});

it('fails when there are no sources at all', async () => {
  const result = await runCheck(reporting({ findings: '', examined: 0 }), [], '.');

  expect(result.findings).not.toBe('');
});

it('fails with the words of a tool that broke', async () => {
  const broken: Check = { name: 'broken', run: () => Promise.reject(new Error('no such binary')) };

  const result = await runCheck(broken, ['a.ts'], '.');

  expect(result.findings).toContain('no such binary');
});
