import { describe, expect, it } from 'vitest';
import { createClock } from '../clock.ts';
import { compareSnowflakes, createSnowflakes, snowflakeAt, timestampOf } from './snowflake.ts';

describe('snowflakes', () => {
  it('tell when they were made', () => {
    const madeAtMs = Date.UTC(2026, 10, 22, 12);

    expect(timestampOf(snowflakeAt(madeAtMs, 7))).toBe(madeAtMs);
    expect(snowflakeAt(madeAtMs)).toMatch(/^\d{17,19}$/);
  });

  it('always grow, many in a millisecond or after the clock was moved', () => {
    const clock = createClock();
    const newId = createSnowflakes(clock);

    const ids = Array.from({ length: 10_000 }, newId);
    clock.advance(1_000);
    ids.push(newId());

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted(compareSnowflakes));
  });

  it('are ordered by value, not as text', () => {
    expect(['10', '9', '100'].toSorted(compareSnowflakes)).toEqual(['9', '10', '100']);
  });
});
