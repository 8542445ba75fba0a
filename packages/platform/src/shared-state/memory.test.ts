import { describe, expect, it } from 'vitest';

import { fakeLog } from '../testing/fake-log.ts';
import { sharedStateConformance } from './conformance.ts';
import { createMemoryState } from './memory.ts';

describe('shared state in memory', () => {
  sharedStateConformance(async () => createMemoryState({ log: fakeLog().log }), { isShared: false });

  it('forgets what has expired by its own clock', async () => {
    let now = 1_000;
    const state = createMemoryState({ log: fakeLog().log, now: () => now });
    await state.set('key', 'value', { ttlMs: 100 });
    await state.takeToken('bucket', { capacity: 1, refillPerSecond: 1 });

    now += 99;
    expect(await state.get('key')).toBe('value');
    expect(await state.takeToken('bucket', { capacity: 1, refillPerSecond: 1 })).toEqual({
      taken: false,
      retryAfterMs: 901,
      left: expect.closeTo(0.099, 3),
    });
    now += 901;

    expect(await state.get('key')).toBeNull();
    expect(await state.takeToken('bucket', { capacity: 1, refillPerSecond: 1 })).toEqual({
      taken: true,
      retryAfterMs: 0,
      left: 0,
    });
    await state.close();
  });
});
