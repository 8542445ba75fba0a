import { expect, it } from 'vitest';
import { type Pair, summarizePairs } from './against.ts';

it('compares within each pair, so that a slow minute counts for both', () => {
  const pair = (old: number, current: number): Pair => ({
    what: 'processor time per turn',
    on: 'embedded',
    unit: 'ms',
    old,
    new: current,
  });

  const [summary, ...others] = summarizePairs([pair(20, 22), pair(60, 66), pair(30, 27)]);

  expect(others).toEqual([]);
  expect(summary).toMatchObject({ old: 30, new: 27, ratio: 1.1, pairs: 3 });
});
