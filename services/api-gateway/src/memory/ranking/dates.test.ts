import { expect, it } from 'vitest';
import { namedTimes, timeFactor } from './dates.ts';

const day = (year: number, month: number, date: number) => ({
  fromMs: Date.UTC(year, month - 1, date),
  toMs: Date.UTC(year, month - 1, date + 1),
  precision: 'day',
});

it.each([
  ['What happened on 8 May, 2023?', [day(2023, 5, 8)]],
  ['What happened on the 8th of May 2023?', [day(2023, 5, 8)]],
  ['What happened on May 8th, 2023?', [day(2023, 5, 8)]],
  ['What happened on 2023-05-08?', [day(2023, 5, 8)]],
  ['What happened on Sept. 1?', [day(2022, 9, 1), day(2023, 9, 1)]],
])('reads the day of %o', (question, days) => {
  expect(namedTimes(question, [2022, 2023])).toEqual(days);
});

it('reads months and years, and takes no verb for a month', () => {
  expect(namedTimes('Where did we go in March 2023?', [])).toEqual([
    { fromMs: Date.UTC(2023, 2), toMs: Date.UTC(2023, 3), precision: 'month' },
  ]);
  expect(namedTimes('What was in 2023?', [])).toEqual([
    { fromMs: Date.UTC(2023, 0), toMs: Date.UTC(2024, 0), precision: 'year' },
  ]);
  expect(namedTimes('may I march, on 31 June or at the 99th of May?', [2023])).toEqual([]);
});

it('favours the day most, then the two weeks after it', () => {
  const times = namedTimes('8 May 2023', []);

  expect(timeFactor(Date.UTC(2023, 4, 8, 23), times)).toBeGreaterThan(timeFactor(Date.UTC(2023, 4, 9), times));
  expect(timeFactor(Date.UTC(2023, 4, 9), times)).toBeGreaterThan(1);
  expect(timeFactor(Date.UTC(2023, 5, 9), times)).toBe(1);
  expect(timeFactor(Date.UTC(2023, 4, 7), times)).toBe(1);
});
