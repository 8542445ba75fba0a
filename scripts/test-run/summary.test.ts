import { expect, it } from 'vitest';
import { summarize } from './summary.ts';

const good = { name: 'types', findings: '' };
const bad = { name: 'lint', findings: 'a.ts: no' };
const outcome = { passed: 10, failures: [], skipped: [], costs: [] };
const anywhere = { mustHaveServices: false, processorMs: null };

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

    const { text, succeeded } = summarize([good], { ...outcome, skipped }, { ...anywhere, mustHaveServices: true });

    expect(text).toContain(`must not be skipped here: 1 in a.test.ts: ${reason}`);
    expect(lastLine(text)).toBe('11 passed, 1 failed, 1 skipped');
    expect(succeeded).toBe(false);
  },
);

it('lists the ten files that took most, the most expensive first', () => {
  const costs = Array.from({ length: 12 }, (_, index) => ({
    file: `${index}.test.ts`,
    tookMs: 20_000,
    processorMs: index * 1_000,
  }));

  const { text } = summarize([good], { ...outcome, costs }, anywhere);

  const lines = text.split('\n').filter((line) => line.includes('.test.ts'));
  expect(lines).toHaveLength(10);
  expect(lines[0]).toContain('11.0 s of processor time,  20.0 s in all: 11.test.ts');
  expect(lines[9]).toContain('2.test.ts');
});

it('says how many processor minutes everything took, and when that was too much', () => {
  const [well, tooMuch] = [7.5, 8.5].map(
    (minutes) => summarize([good], outcome, { ...anywhere, processorMs: minutes * 60_000 }).text,
  );

  expect(well).toContain('  7.5 minutes\n');
  expect(tooMuch).toContain('  8.5 minutes, more than the 8 that it may take\n');
});
