import { afterEach, describe, expect, it, vi } from 'vitest';

import type { JsonValue } from './json.ts';
import type { SharedState } from './shared-state.ts';

const EVENTUALLY = { timeout: 10_000, interval: 10 };
let nextName = 0;
/** A name that no other test uses, since the store behind may be shared. */
function fresh(what: string): string {
  return `${what}:${nextName++}`;
}

/**
 * What every shared state promises.
 * @param open gives a new, started connection to one and the same store
 * @param isShared whether two connections see the same; false for memory, where there is only one
 */
export function sharedStateConformance(open: () => Promise<SharedState>, { isShared }: { isShared: boolean }): void {
  const opened: SharedState[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((state) => state.close()));
  });
  const connect = async () => {
    const state = await open();
    opened.push(state);
    return state;
  };
  const connectTwo = async () => {
    const first = await connect();
    return [first, isShared ? await connect() : first] as const;
  };

  describe('values', () => {
    it.each<JsonValue>([
      'text',
      '',
      0,
      -1.5,
      false,
      null,
      [],
      {},
      { list: [1, { deep: 'x\u0000y' }], z: 1, a: 2 },
      '\ud800 🦊',
      'x'.repeat(20_000),
    ])('give back what was set', async (value) => {
      const [first, second] = await connectTwo();
      const key = fresh('key');

      await first.set(key, value, { ttlMs: 60_000 });

      expect(await second.get(key)).toEqual(value);
    });

    it('are null when nothing was set, after deleting, and after their time', async () => {
      const state = await connect();
      const [never, deleted, expired, kept] = [fresh('key'), fresh('key'), fresh('key'), fresh('key')];
      await state.set(deleted, 1, { ttlMs: 60_000 });
      await state.set(expired, 1, { ttlMs: 30 });
      await state.set(kept, 1, { ttlMs: 60_000 });

      await state.delete(deleted);
      await state.delete(never);

      expect([await state.get(never), await state.get(deleted), await state.get(kept)]).toEqual([null, null, 1]);
      await vi.waitFor(async () => expect(await state.get(expired)).toBeNull(), EVENTUALLY);
    });

    it('are replaced, their time with them', async () => {
      const state = await connect();
      const key = fresh('key');

      await state.set(key, 'old', { ttlMs: 1 });
      await state.set(key, 'new', { ttlMs: 60_000 });

      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await state.get(key)).toBe('new');
    });

    it('do not change when the object that was set does', async () => {
      const state = await connect();
      const key = fresh('key');
      const value = { list: [1] };

      await state.set(key, value, { ttlMs: 60_000 });
      value.list.push(2);

      expect(await state.get(key)).toEqual({ list: [1] });
    });

    it('take any key', async () => {
      const state = await connect();
      const key = `${fresh('key')} "quoted" 'ключ' %_\\ 🦊`;

      await state.set(key, 1, { ttlMs: 60_000 });

      expect(await state.get(key)).toBe(1);
    });
  });

  describe('buckets', () => {
    it('give what they hold, then say how long to wait', async () => {
      const [first, second] = await connectTwo();
      const bucket = fresh('bucket');
      const limits = { capacity: 3, refillPerSecond: 0.01 };

      const taken = [];
      for (const state of [first, second, first]) taken.push(await state.takeToken(bucket, limits));
      const refused = await second.takeToken(bucket, limits);

      expect(taken).toEqual([2, 1, 0].map((left) => ({ taken: true, retryAfterMs: 0, left: expect.closeTo(left, 0) })));
      expect(refused.taken).toBe(false);
      expect(refused.retryAfterMs).toBeGreaterThan(50_000);
      expect(refused.retryAfterMs).toBeLessThanOrEqual(100_000);
    });

    it('never give more than they hold to many who ask at once', async () => {
      const [first, second] = await connectTwo();
      const bucket = fresh('bucket');
      const limits = { capacity: 10, refillPerSecond: 0.001 };

      const results = await Promise.all(
        Array.from({ length: 40 }, (_, index) => (index % 2 ? first : second).takeToken(bucket, limits)),
      );

      expect(results.filter((result) => result.taken)).toHaveLength(10);
    });

    it('refill with time, up to what they hold', async () => {
      const state = await connect();
      const bucket = fresh('bucket');
      const limits = { capacity: 2, refillPerSecond: 50 };
      await state.takeToken(bucket, { ...limits, cost: 2 });

      await vi.waitFor(async () => expect((await state.takeToken(bucket, limits)).taken).toBe(true), EVENTUALLY);

      await new Promise((resolve) => setTimeout(resolve, 200));
      expect((await state.takeToken(bucket, { ...limits, cost: 2 })).taken).toBe(true);
    });

    it('take nothing when there is not enough', async () => {
      const state = await connect();
      const bucket = fresh('bucket');
      const limits = { capacity: 5, refillPerSecond: 0.001 };
      await state.takeToken(bucket, { ...limits, cost: 3 });

      expect((await state.takeToken(bucket, { ...limits, cost: 3 })).taken).toBe(false);

      expect((await state.takeToken(bucket, { ...limits, cost: 2 })).taken).toBe(true);
    });

    it('say that more than they can hold will never be there', async () => {
      const state = await connect();

      const result = await state.takeToken(fresh('bucket'), { capacity: 1, refillPerSecond: 1, cost: 2 });

      expect(result).toEqual({ taken: false, retryAfterMs: Number.POSITIVE_INFINITY, left: 1 });
    });
  });

  describe('claims', () => {
    it('are granted to exactly one of many', async () => {
      const [first, second] = await connectTwo();
      const key = fresh('claim');

      const granted = await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 ? first : second).claimOnce(key, { ttlMs: 60_000 })),
      );

      expect(granted.filter(Boolean)).toHaveLength(1);
    });

    it('are granted again after their time', async () => {
      const state = await connect();
      const key = fresh('claim');

      expect(await state.claimOnce(key, { ttlMs: 30 })).toBe(true);

      await vi.waitFor(async () => expect(await state.claimOnce(key, { ttlMs: 60_000 })).toBe(true), EVENTUALLY);
      expect(await state.claimOnce(key, { ttlMs: 60_000 })).toBe(false);
    });

    it('and values do not meet under one name', async () => {
      const state = await connect();
      const name = fresh('same');

      await state.set(name, 'value', { ttlMs: 60_000 });

      expect(await state.claimOnce(name, { ttlMs: 60_000 })).toBe(true);
      expect(await state.get(name)).toBe('value');
    });
  });

  describe('channels', () => {
    it('tell every subscriber, in order, whatever the size', async () => {
      const [first, second] = await connectTwo();
      const channel = fresh('channel');
      const heard: JsonValue[][] = [[], []];
      await first.subscribe(channel, (value) => heard[0]?.push(value));
      await second.subscribe(channel, (value) => heard[1]?.push(value));
      const values: JsonValue[] = [1, { big: 'x'.repeat(50_000) }, 'ü\u0000', '🦊'.repeat(3_000), null];

      for (const value of values) await first.publish(channel, value);

      await vi.waitFor(() => expect(heard).toEqual([values, values]), EVENTUALLY);
    });

    it('are separate, and silent after unsubscribing', async () => {
      const [first, second] = await connectTwo();
      const [channel, other] = [fresh('channel'), fresh('channel')];
      const heard: JsonValue[] = [];
      const unsubscribe = await first.subscribe(channel, (value) => heard.push(value));
      await first.subscribe(other, (value) => heard.push(value));

      await second.publish(channel, 1);
      await vi.waitFor(() => expect(heard).toEqual([1]), EVENTUALLY);
      await unsubscribe();
      await second.publish(channel, 2);
      await second.publish(other, 3);

      await vi.waitFor(() => expect(heard).toEqual([1, 3]), EVENTUALLY);
    });

    it('let one handler subscribe twice and leave once', async () => {
      const state = await connect();
      const channel = fresh('channel');
      const heard: JsonValue[] = [];
      const handler = (value: JsonValue) => void heard.push(value);
      await state.subscribe(channel, handler);
      const unsubscribe = await state.subscribe(channel, handler);

      await unsubscribe();
      await unsubscribe();
      await state.publish(channel, 'once');
      await state.publish(channel, 'end');

      await vi.waitFor(() => expect(heard).toEqual(['once', 'end']), EVENTUALLY);
    });

    it('go on when a handler throws', async () => {
      const state = await connect();
      const channel = fresh('channel');
      const heard: JsonValue[] = [];
      await state.subscribe(channel, () => {
        throw new Error('handler');
      });
      await state.subscribe(channel, (value) => heard.push(value));

      await state.publish(channel, 1);
      await state.publish(channel, 2);

      await vi.waitFor(() => expect(heard).toEqual([1, 2]), EVENTUALLY);
    });

    it('do not tell what was said before', async () => {
      const [first, second] = await connectTwo();
      const channel = fresh('channel');
      const heard: JsonValue[] = [];

      await first.publish(channel, 'before');
      await second.subscribe(channel, (value) => heard.push(value));
      await first.publish(channel, 'after');

      await vi.waitFor(() => expect(heard).toEqual(['after']), EVENTUALLY);
    });
  });

  it('says that it is ready', async () => {
    const state = await connect();

    await expect(state.ready()).resolves.toBeUndefined();
  });
}
