import { describe, expect, it } from 'vitest';

import { startDeadline, untilAborted, whenAborted } from './abort.ts';

describe('untilAborted', () => {
  it('gives what the task gives', async () => {
    await expect(untilAborted(Promise.resolve(1), new AbortController().signal)).resolves.toBe(1);
    await expect(untilAborted(Promise.reject(new Error('task')), new AbortController().signal)).rejects.toThrow('task');
  });

  it('rejects with the reason when the signal aborts first, or has already', async () => {
    const controller = new AbortController();
    const never = untilAborted(new Promise(() => {}), controller.signal);

    controller.abort(new Error('enough'));

    await expect(never).rejects.toThrow('enough');
    await expect(untilAborted(Promise.resolve(1), controller.signal)).rejects.toThrow('enough');
  });
});

describe('whenAborted', () => {
  it('resolves when the signal aborts', async () => {
    const controller = new AbortController();
    const aborted = whenAborted(controller.signal);

    controller.abort();

    await expect(aborted).resolves.toBeUndefined();
    await expect(whenAborted(controller.signal)).resolves.toBeUndefined();
  });
});

function tooLate(): Error {
  return new Error('too late');
}

describe('startDeadline', () => {
  it('aborts when its time is over', async () => {
    const { signal } = startDeadline(5, tooLate);

    await whenAborted(signal);

    expect(signal.reason).toEqual(tooLate());
  });

  it('aborts with any of the others, and with that one at once when it has aborted before', () => {
    const other = new AbortController();
    const later = startDeadline(60_000, tooLate, [undefined, other.signal]);

    other.abort(new Error('other'));
    const atOnce = startDeadline(60_000, tooLate, [other.signal]);

    expect([later.signal.reason, atOnce.signal.reason]).toEqual([new Error('other'), new Error('other')]);
    later.release();
    atOnce.release();
  });

  it('does nothing any more once released', async () => {
    const other = new AbortController();
    const limit = startDeadline(5, tooLate, [other.signal]);

    limit.release();
    other.abort();
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(limit.signal.aborted).toBe(false);
  });
});
