import { describe, expect, it } from 'vitest';
import { median, percentile, prefixShare, sharedPrefixBytes } from './arithmetic.ts';

const oneToHundred = Array.from({ length: 100 }, (_, index) => 100 - index);

describe('percentile', () => {
  it('is the smallest value that so many do not exceed, whatever the order', () => {
    expect(percentile(oneToHundred, 0.5)).toBe(50);
    expect(percentile(oneToHundred, 0.99)).toBe(99);
    expect(percentile(oneToHundred, 1)).toBe(100);
    expect(percentile([3, 1, 2], 0.5)).toBe(2);
  });

  it('lets one slow value among few be the 99th percentile', () => {
    expect(percentile([1, 1, 1, 900], 0.99)).toBe(900);
  });

  it('has no figure for nothing', () => {
    expect(() => percentile([], 0.5)).toThrow(/nothing/);
  });
});

describe('median', () => {
  it('is the middle value, or lies between the two in the middle', () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(median([1, 2, 4, 100])).toBe(3);
    expect(median([7])).toBe(7);
  });
});

describe('shared prefixes', () => {
  it('are counted in bytes up to the first difference', () => {
    expect(sharedPrefixBytes('rules, then history', 'rules, then more')).toBe(12);
    expect(sharedPrefixBytes('same', 'same and more')).toBe(4);
    expect(sharedPrefixBytes('x', 'y')).toBe(0);
    expect(sharedPrefixBytes('é!', 'é?')).toBe(2);
  });

  it('count against every prompt but the first', () => {
    expect(prefixShare(['ab', 'abcd', 'abcx'])).toBe((2 + 3) / 8);
    expect(prefixShare(['ab', 'ab'])).toBe(1);
    expect(prefixShare(['ab', 'cd'])).toBe(0);
  });

  it('need two prompts', () => {
    expect(() => prefixShare(['alone'])).toThrow(/two/);
  });
});
