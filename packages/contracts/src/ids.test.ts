import { expect, it } from 'vitest';
import { compareSnowflakes, snowflakeAt, snowflakeTimeMs } from './ids.ts';

it('reads the moment out of a snowflake', () => {
  // The example of Discord's own reference.
  expect(snowflakeTimeMs('175928847299117063')).toBe(1_462_015_105_796);
});

it('makes the smallest snowflake of a moment', () => {
  const id = snowflakeAt(1_462_015_105_796);

  expect(snowflakeTimeMs(id)).toBe(1_462_015_105_796);
  expect(compareSnowflakes(id, '175928847299117063')).toBeLessThan(0);
});

it('compares by number, not by text', () => {
  expect(compareSnowflakes('99999999999999999', '100000000000000000')).toBeLessThan(0);
  expect(compareSnowflakes('175928847299117063', '175928847299117063')).toBe(0);
});
