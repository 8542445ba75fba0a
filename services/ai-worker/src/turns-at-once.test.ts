import { expect, it } from 'vitest';
import { turnsAtOnce } from './turns-at-once.ts';

it.each([
  [64, 32],
  [512, 128],
  [1_024, 256],
  [65_536, 256],
])('with %d MB a worker takes %d turns at once', (memoryMb, turns) => {
  expect(turnsAtOnce(memoryMb * 2 ** 20)).toBe(turns);
});

it('goes by the memory of this process when nobody says', () => {
  expect(turnsAtOnce()).toBeGreaterThanOrEqual(32);
});
