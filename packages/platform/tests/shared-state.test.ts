import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { createSharedState, type JsonValue } from '../src/index.ts';
import { sharedStateConformance } from '../src/shared-state/conformance.ts';
import { fakeLog } from '../src/testing/fake-log.ts';
import { startFaultProxy } from '../src/testing/fault-proxy.ts';
import { describeOn, localPostgresStore, postgresStore, redisStore, type TestStore } from './stores.ts';

const EVENTUALLY = { timeout: 20_000, interval: 20 };

for (const kind of [redisStore, postgresStore, localPostgresStore]) {
  describeOn(kind, 'shared state', () => {
    let store: TestStore;
    beforeAll(async () => {
      store = await kind.start();
    });
    afterAll(async () => store.stop());

    const open = async (url = store.url) => {
      const state = createSharedState({ ...store.options(url), log: fakeLog().log });
      await state.start();
      return state;
    };

    sharedStateConformance(open, { isShared: true });

    it('waits for a store that is late', async () => {
      const proxy = await startFaultProxy(store.url, { isCut: true });
      const state = createSharedState({ ...store.options(proxy.url), log: fakeLog().log });
      const started = state.start();
      await expect(state.ready()).rejects.toThrow(/./);

      await proxy.restore();

      await started;
      await expect(state.ready()).resolves.toBeUndefined();
      await state.close();
      await proxy.stop();
    });

    it('stops waiting when told to', async () => {
      const proxy = await startFaultProxy(store.url, { isCut: true });
      const state = createSharedState({ ...store.options(proxy.url), log: fakeLog().log });
      const giveUp = new AbortController();

      const started = state.start(giveUp.signal);
      giveUp.abort(new Error('enough'));

      await expect(started).rejects.toThrow('enough');
      await state.close();
    });

    it('finds out that the store hears nothing any more, and goes on over a new connection', async () => {
      const proxy = await startFaultProxy(store.url);
      const options = { ...store.options(proxy.url), log: fakeLog().log, timeoutMs: 1_000 };
      const state = createSharedState(options);
      await state.start();
      const other = await open();
      const heard: JsonValue[] = [];
      const gaps: string[] = [];
      await state.subscribe(
        'silence',
        (value) => heard.push(value),
        () => gaps.push('gap'),
      );

      proxy.swallow();
      const reasons = await Promise.all(
        [state.get('key'), state.ready()].map((asked) => asked.then(() => null).catch((error: unknown) => error)),
      );
      proxy.letThrough();

      expect(reasons).toMatchObject([{ code: 'unavailable' }, { code: 'unavailable' }]);
      await vi.waitFor(() => expect(gaps).not.toEqual([]), EVENTUALLY);
      await other.publish('silence', 'heard');
      await vi.waitFor(() => expect(heard).toEqual(['heard']), EVENTUALLY);
      await vi.waitFor(() => expect(state.ready()).resolves.toBeUndefined(), EVENTUALLY);
      await state.close();
      await other.close();
      await proxy.stop();
    });

    it('goes on after the store was gone, and says that notices may have been missed', async () => {
      const proxy = await startFaultProxy(store.url);
      const state = await open(proxy.url);
      const other = await open();
      const heard: JsonValue[] = [];
      const gaps: string[] = [];
      await state.subscribe(
        'weather',
        (value) => heard.push(value),
        () => gaps.push('gap'),
      );

      await proxy.cut();
      await expect(state.get('key')).rejects.toMatchObject({ code: 'unavailable' });
      await other.publish('weather', 'missed');
      await proxy.restore();

      await vi.waitFor(() => expect(gaps).toEqual(['gap']), EVENTUALLY);
      await other.publish('weather', 'heard');
      await vi.waitFor(() => expect(heard).toEqual(['heard']), EVENTUALLY);
      await state.set('key', 1, { ttlMs: 60_000 });
      expect(await other.get('key')).toBe(1);
      await state.close();
      await other.close();
      await proxy.stop();
    });
  });
}

describe('createSharedState', () => {
  it('keeps everything in this process when no store is named', async () => {
    const state = createSharedState({ log: fakeLog().log });
    await state.start();

    await state.set('key', 1, { ttlMs: 60_000 });

    expect(await state.get('key')).toBe(1);
    await state.close();
  });
});
