import { expect, it } from 'vitest';
import { createBadRows } from './bad-rows.ts';
import { createMetrics } from './metrics.ts';
import { fakeLog } from './testing/index.ts';

const row = (id: string) => ({ table: 'character', id, problem: 'name: too small' });

function setUp() {
  let nowMs = 0;
  const log = fakeLog('test');
  const metrics = createMetrics({ service: 'test' });
  const badRows = createBadRows({ log: log.log, metrics, now: () => nowMs });
  return { log, metrics, badRows, pass: (ms: number) => (nowMs += ms) };
}

it('counts a row each time it is left out, logs it once, and lists the latest first', async () => {
  const { badRows, log, metrics } = setUp();

  badRows.report([row('a'), row('b')]);
  badRows.report([row('a')]);

  expect(badRows.list().map(({ id }) => id)).toEqual(['a', 'b']);
  expect(log.lines).toHaveLength(2);
  expect(await metrics.metrics()).toMatch(/bad_rows_total\{service="test"\} 3/);
});

it('forgets a row that was repaired, an hour after it was left out last', () => {
  const { badRows, pass } = setUp();
  badRows.report([row('a')]);
  pass(40 * 60_000);
  badRows.report([row('b')]);
  pass(40 * 60_000);

  expect(badRows.list().map(({ id }) => id)).toEqual(['b']);
});
