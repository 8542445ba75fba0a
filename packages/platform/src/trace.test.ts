import { describe, expect, it } from 'vitest';

import { currentTraceId, fromTraceparent, newTraceId, toTraceparent, withTrace } from './trace.ts';

describe('a trace', () => {
  it('passes through the header', () => {
    const traceId = newTraceId();

    expect(fromTraceparent(toTraceparent(traceId))).toBe(traceId);
  });

  it.each([
    undefined,
    '',
    'abc',
    `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
    `00-${'g'.repeat(32)}-${'1'.repeat(16)}-01`,
  ])('is not read from %j', (header) => {
    expect(fromTraceparent(header)).toBeNull();
  });

  it('reaches whatever is awaited inside, and nothing outside', async () => {
    const seen = await Promise.all([
      withTrace('a', async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return currentTraceId();
      }),
      withTrace('b', async () => currentTraceId()),
    ]);

    expect(seen).toEqual(['a', 'b']);
    expect(currentTraceId()).toBeUndefined();
  });
});
