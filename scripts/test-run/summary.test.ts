import { expect, it } from 'vitest';
import { summarize } from './summary.ts';

const good = { name: 'types', findings: '' };
const bad = { name: 'lint', findings: 'a.ts: no' };
const outcome = { passed: 10, failures: [], skipped: [] };
const anywhere = { mustHaveServices: false };

const lastLine = (text: string) => text.split('\n').at(-1);

it('ends with the figures alone', () => {
  const { text, succeeded } = summarize([good], outcome, anywhere);

  expect(text).toBe('11 passed, 0 failed, 0 skipped');
  expect(succeeded).toBe(true);
});

it('fails, and says so in the figures, when a check found something', () => {
  const { text, succeeded } = summarize([good, bad], outcome, anywhere);

  expect(text).toContain('check: lint');
  expect(lastLine(text)).toBe('11 passed, 1 failed, 0 skipped');
  expect(succeeded).toBe(false);
});

it('names every failed test', () => {
  const { text, succeeded } = summarize([good], { ...outcome, failures: ['a.test.ts > adds'] }, anywhere);

  expect(text).toContain('a.test.ts > adds');
  expect(lastLine(text)).toBe('11 passed, 1 failed, 0 skipped');
  expect(succeeded).toBe(false);
});

it('fails when no test ran', () => {
  const { succeeded } = summarize([good], { ...outcome, passed: 0 }, anywhere);

  expect(succeeded).toBe(false);
});

const onRedis = { file: 'a.test.ts', reason: 'needs REDIS_URL_TEST' };
const onSamples = { file: 'b.test.ts', reason: 'needs ../shared' };

it('gives one line for each reason to skip', () => {
  const { text, succeeded } = summarize([good], { ...outcome, skipped: [onRedis, onRedis, onSamples] }, anywhere);

  expect(text).toContain('2 in a.test.ts: needs REDIS_URL_TEST');
  expect(text).toContain('1 in b.test.ts: needs ../shared');
  expect(lastLine(text)).toBe('11 passed, 0 failed, 3 skipped');
  expect(succeeded).toBe(true);
});

it.each(['needs REDIS_URL_TEST', 'needs a Postgres of its own', 'needs CHROMIUM_PATH', 'adds'])(
  'fails where services are there and a test was skipped that says: %s',
  (reason) => {
    const skipped = [{ file: 'a.test.ts', reason }, onSamples];

    const { text, succeeded } = summarize([good], { ...outcome, skipped }, { mustHaveServices: true });

    expect(text).toContain(`must not be skipped here: 1 in a.test.ts: ${reason}`);
    expect(lastLine(text)).toBe('11 passed, 1 failed, 1 skipped');
    expect(succeeded).toBe(false);
  },
);
