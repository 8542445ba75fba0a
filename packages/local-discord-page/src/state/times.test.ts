import { expect, it } from 'vitest';
import { clockTime, fileSize, messageTime, playTime, relativeTime, timestampText } from './times.ts';

const noon = new Date(2026, 5, 15, 12, 0).getTime();
const hours = (count: number): number => count * 3_600_000;

it('says only the clock for today, and yesterday by its name, also across midnight', () => {
  const lateLastNight = new Date(2026, 5, 14, 23, 59).getTime();

  expect(messageTime(noon - hours(2), noon)).toBe(clockTime(noon - hours(2)));
  expect(messageTime(lateLastNight, noon)).toBe(`Yesterday at ${clockTime(lateLastNight)}`);
  expect(messageTime(noon - hours(72), noon)).toContain('/');
});

it('counts in the largest unit that fits', () => {
  expect(relativeTime(noon - 125_000, noon)).toBe('2 minutes ago');
  expect(relativeTime(noon + hours(50), noon)).toBe('in 2 days');
  expect(timestampText(noon - hours(24 * 400), 'R', noon)).toBe('last year');
});

it('takes a timestamp without a style, or with an unknown one, as the long date with the time', () => {
  expect(timestampText(noon, null, noon)).toBe(timestampText(noon, 'f', noon));
  expect(timestampText(noon, 'q', noon)).toBe(timestampText(noon, 'f', noon));
  expect(timestampText(noon, 't', noon)).toBe(clockTime(noon));
});

it('writes sizes and lengths as people do', () => {
  expect([1, 512, 2_048, 20_480, 5 * 1024 ** 2].map(fileSize)).toEqual([
    '1 byte',
    '512 bytes',
    '2.0 KB',
    '20 KB',
    '5.0 MB',
  ]);
  expect([0, 65, 600.4].map(playTime)).toEqual(['0:00', '1:05', '10:00']);
});
