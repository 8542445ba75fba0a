import { expect, it } from 'vitest';
import { createMarkTracker, isNewer } from './mark.ts';

it('knows nothing before the first message', () => {
  expect(createMarkTracker().mark()).toBeNull();
});

it('follows the newest message, whatever the order', () => {
  const mark = createMarkTracker();

  mark.note('1000');
  mark.note('999');

  expect(mark.mark()).toBe('1000');
});

it('stays below the oldest message that is still being accepted', () => {
  const mark = createMarkTracker();
  const release10 = mark.hold('1010');
  const release05 = mark.hold('1005');
  mark.note('1020');

  const both = mark.mark();
  release05();
  const one = mark.mark();
  release10();

  expect([both, one, mark.mark()]).toEqual(['1004', '1009', '1020']);
});

it('lets a message be released twice', () => {
  const mark = createMarkTracker();
  const first = mark.hold('1000');
  mark.hold('1000');

  first();
  first();

  expect(mark.mark()).toBe('999');
});

it('compares ids of different length by number', () => {
  expect(isNewer('1000', '999')).toBe(true);
  expect(isNewer('999', '1000')).toBe(false);
  expect(isNewer('1000', '1000')).toBe(false);
});
