import { describe, expect, it } from 'vitest';

import { untilAborted, whenAborted } from './abort.ts';

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
