import { setTimeout as delay } from 'node:timers/promises';

import { defineJob } from '@tzurot/contracts';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';

import {
  AppError,
  createJobQueues,
  createMetrics,
  currentTraceId,
  type HandledJob,
  handleJob,
  type JobQueues,
  type JobQueuesOptions,
  type JobTools,
  newTraceId,
  withTrace,
} from '../src/index.ts';
import { fakeLog } from '../src/testing/fake-log.ts';
import { startFaultProxy } from '../src/testing/fault-proxy.ts';
import { describeOn, type TestStore, type TestStoreKind } from './stores.ts';

const noted = { queue: 'chores', input: z.object({ text: z.string() }), timeoutMs: 60_000 } as const;
const note = defineJob({ ...noted, name: 'note.keep', output: z.object({ length: z.number() }) });
const trouble = defineJob({ ...noted, name: 'note.trouble', output: z.object({}), attempts: 3 });
const patient = defineJob({ ...noted, name: 'note.wait', output: z.object({}), timeoutMs: 100 });
const turn = defineJob({ ...noted, name: 'turn.take', queue: 'turns', output: z.object({}) });

const EVENTUALLY = { timeout: 20_000, interval: 20 };
const concurrency = { turns: 2, chores: 2 };

/** What every store of jobs promises. */
export function queueSuite(kind: TestStoreKind): void {
  describeOn(kind, 'queues', () => {
    let store: TestStore;
    beforeAll(async () => {
      store = await kind.start();
    });
    afterAll(async () => store.stop());

    const stops: (() => Promise<unknown>)[] = [];
    afterEach(async () => {
      for (const stop of stops.splice(0).toReversed()) await stop();
      await store.empty();
    });

    function connect(url = store.url, options: Partial<JobQueuesOptions> = {}) {
      const { log, lines } = fakeLog();
      const metrics = createMetrics({ service: 'test' });
      const queues = createJobQueues({ ...store.options(url), log, metrics, ...options });
      stops.push(() => queues.close());
      return { queues, lines, metrics };
    }
    function work(queues: JobQueues, ...handlers: HandledJob<{ keep: string[] }>[]): string[] {
      const keep: string[] = [];
      const worker = queues.work(handlers, { keep }, { concurrency });
      stops.push(() => worker.stop(0));
      return keep;
    }
    const keepNote = handleJob(note, ({ text }, ctx: { keep: string[] }) => {
      ctx.keep.push(text);
      return { length: text.length };
    });

    it('bring a job to its handler, with its id, its trace and the context', async () => {
      const { queues, metrics } = connect();
      const seen: (JobTools & { current: string | undefined })[] = [];
      const keep = work(
        queues,
        keepNote,
        handleJob(turn, (_facts, _ctx: { keep: string[] }, tools) => {
          seen.push({ ...tools, current: currentTraceId() });
          return {};
        }),
      );
      const traceId = newTraceId();

      const { id } = await withTrace(traceId, () =>
        queues.enqueue(turn, { text: 'turn' }, { id: '100000000000000001' }),
      );
      await queues.enqueue(note, { text: 'hello' });

      await vi.waitFor(() => expect([seen.length, keep]).toEqual([1, ['hello']]), EVENTUALLY);
      expect(seen[0]).toMatchObject({ jobId: id, traceId, current: traceId, attempt: 1 });
      await vi.waitFor(
        async () => expect(await metrics.metrics()).toMatch(/job_seconds_count\{.*job="turn\.take",outcome="done"\} 1/),
        EVENTUALLY,
      );
    });

    it('bring an answer back to whoever asks', async () => {
      const { queues } = connect();
      work(queues, keepNote);
      const other = connect().queues;

      const answers = await Promise.all(
        ['a', 'bb', 'ccc'].map((text) => other.ask(note, { text }, { timeoutMs: 20_000 })),
      );

      expect(answers).toEqual([{ length: 1 }, { length: 2 }, { length: 3 }]);
    });

    it('bring an error back to whoever asks, as it was', async () => {
      const { queues } = connect();
      work(
        queues,
        handleJob(note, () => {
          throw new AppError('vendor-failed', 'vendor said no', {
            reason: 'key-missing',
            facts: { vendor: 'OpenAI' },
            details: { status: 401 },
          });
        }),
      );

      const asked = queues.ask(note, { text: 'x' }, { timeoutMs: 20_000 });

      await expect(asked).rejects.toMatchObject({
        code: 'vendor-failed',
        message: 'vendor said no',
        because: { reason: 'key-missing', facts: { vendor: 'OpenAI' } },
        details: { status: 401 },
      });
    });

    it('say timeout when nobody answers, cancelled when the asker gives up, and take the question back', async () => {
      const { queues } = connect();
      const giveUp = new AbortController();

      const late = queues.ask(turn, { text: 'PRIVATE' }, { timeoutMs: 300 });
      const given = queues.ask(turn, { text: 'PRIVATE' }, { timeoutMs: 20_000, signal: giveUp.signal });
      const outcomes = Promise.allSettled([late, given]);
      await vi.waitFor(async () => expect(await store.contents()).toContain('PRIVATE'), EVENTUALLY);
      giveUp.abort();

      expect(await outcomes).toMatchObject([{ reason: { code: 'timeout' } }, { reason: { code: 'cancelled' } }]);
      await vi.waitFor(async () => expect(await store.contents()).not.toContain('PRIVATE'), EVENTUALLY);
    });

    it('refuse input that breaks the contract before it is queued', async () => {
      const { queues } = connect();

      await expect(queues.enqueue(note, { text: 5 as never })).rejects.toMatchObject({ code: 'invalid-input' });
    });

    it('take an id once while its job exists, and again afterwards', async () => {
      const { queues } = connect();
      const gate = Promise.withResolvers<void>();
      const entered = Promise.withResolvers<void>();
      const seen: string[] = [];
      const hold = handleJob(turn, async ({ text }) => {
        seen.push(text);
        entered.resolve();
        await gate.promise;
        return {};
      });
      await queues.enqueue(turn, { text: 'first' }, { id: 't:1' });
      await queues.enqueue(turn, { text: 'while waiting' }, { id: 't:1' });
      work(queues, hold);
      await entered.promise;

      await queues.enqueue(turn, { text: 'while running' }, { id: 't:1' });
      gate.resolve();
      await vi.waitFor(async () => {
        await queues.enqueue(turn, { text: 'afterwards' }, { id: 't:1' });
        expect(seen).toContain('afterwards');
      }, EVENTUALLY);

      expect(new Set(seen)).toEqual(new Set(['first', 'afterwards']));
    });

    it('carry any text unchanged', async () => {
      const { queues } = connect();
      const keep = work(queues, keepNote);
      const texts = ['a\u0000b', '\u0000', '\ud800 alone', '🦊 ключ "quoted" \\u0000 \\', '', 'x'.repeat(200_000)];

      for (const text of texts) await queues.enqueue(note, { text });

      await vi.waitFor(() => expect(keep.toSorted()).toEqual(texts.toSorted()), EVENTUALLY);
    });

    it('let a delayed job wait', async () => {
      const { queues } = connect();
      const keep = work(queues, keepNote);

      await queues.enqueue(note, { text: 'later' }, { delayMs: 400 });
      await queues.enqueue(note, { text: 'now' });

      await vi.waitFor(() => expect(keep).toEqual(['now', 'later']), EVENTUALLY);
    });

    it('try a job again after an error that may pass, as often as its contract says', async () => {
      const { queues, lines } = connect();
      const attempts: number[] = [];
      work(
        queues,
        handleJob(trouble, (_facts, _ctx: { keep: string[] }, { attempt }) => {
          attempts.push(attempt);
          throw new AppError('unavailable', 'not now');
        }),
      );

      await queues.enqueue(trouble, { text: 'x' });

      await vi.waitFor(() => expect(lines.filter((line) => line['isFinal'] === true)).toHaveLength(1), EVENTUALLY);
      expect(attempts).toEqual([1, 2, 3]);
      expect(lines.filter((line) => line.msg === 'job failed')).toMatchObject([
        { isFinal: false, job: 'note.trouble' },
        { isFinal: false },
        { isFinal: true },
      ]);
    });

    it('try a job only once after an error that stays', async () => {
      const { queues } = connect();
      const attempts: string[] = [];
      const keep = work(
        queues,
        keepNote,
        handleJob(trouble, ({ text }) => {
          attempts.push(text);
          throw text === 'defect' ? new TypeError('defect') : new AppError('not-found', 'gone');
        }),
      );

      await queues.enqueue(trouble, { text: 'defect' });
      await queues.enqueue(trouble, { text: 'gone' });
      await vi.waitFor(() => expect(attempts).toHaveLength(2), EVENTUALLY);
      // Longer than the first pause before another attempt would be.
      await delay(1_500);
      await queues.enqueue(note, { text: 'after' });

      await vi.waitFor(() => expect(keep).toEqual(['after']), EVENTUALLY);
      expect(attempts).toHaveLength(2);
    });

    it('never try a job again whose input the handler cannot read', async () => {
      const { queues, lines } = connect();
      const newer = defineJob({ ...note, input: z.object({ text: z.string(), style: z.string() }), attempts: 3 });
      work(
        queues,
        handleJob(newer, () => ({ length: 0 })),
      );

      await queues.enqueue(note, { text: 'from an older version' });

      await vi.waitFor(() => expect(lines.filter((line) => line.msg === 'job failed')).toHaveLength(1), EVENTUALLY);
      expect(lines.find((line) => line.msg === 'job failed')).toMatchObject({
        isFinal: true,
        err: { message: expect.stringContaining('input.style') },
      });
    });

    it('abort a handler that takes longer than its contract says, and go on', async () => {
      const { queues, lines } = connect();
      const aborted = Promise.withResolvers<unknown>();
      const keep = work(
        queues,
        keepNote,
        handleJob(patient, (_facts, _ctx: { keep: string[] }, { signal }) => {
          signal.addEventListener('abort', () => aborted.resolve(signal.reason));
          return new Promise<never>(() => {});
        }),
      );

      await queues.enqueue(patient, { text: 'x' });
      await aborted.promise;
      await queues.enqueue(note, { text: 'next' });

      await vi.waitFor(() => expect(keep).toEqual(['next']), EVENTUALLY);
      expect(lines.find((line) => line.msg === 'job failed')).toMatchObject({
        job: 'note.wait',
        err: { code: 'timeout' },
      });
    });

    it('keep nothing of a job that is done, has failed, or was answered', async () => {
      const { queues } = connect();
      const done: string[] = [];
      work(
        queues,
        handleJob(note, ({ text }) => {
          done.push(text);
          return { length: text.length };
        }),
        handleJob(trouble, ({ text }) => {
          done.push(text);
          throw new Error(`quotes ${text}`);
        }),
      );

      await queues.enqueue(note, { text: 'PRIVATE one' });
      await queues.enqueue(trouble, { text: 'PRIVATE two' });
      await queues.ask(note, { text: 'PRIVATE three' }, { timeoutMs: 20_000 });
      await queues.ask(trouble, { text: 'PRIVATE four' }, { timeoutMs: 20_000 }).catch(() => {});

      await vi.waitFor(() => expect(done).toHaveLength(4), EVENTUALLY);
      await vi.waitFor(async () => expect(await store.contents()).not.toContain('PRIVATE'), EVENTUALLY);
    });

    it('wait for running jobs when stopped, and take no new ones', async () => {
      const { queues } = connect();
      const entered = Promise.withResolvers<void>();
      const gate = Promise.withResolvers<void>();
      const seen: string[] = [];
      const worker = queues.work(
        [
          handleJob(turn, async ({ text }) => {
            entered.resolve();
            await gate.promise;
            seen.push(text);
            return {};
          }),
        ],
        {},
        { concurrency: { turns: 1, chores: 1 } },
      );
      await queues.enqueue(turn, { text: 'running' });
      await entered.promise;

      const stopped = worker.stop();
      await queues.enqueue(turn, { text: 'left for the next' });
      gate.resolve();
      await stopped;

      expect(seen).toEqual(['running']);
      const keep: string[] = [];
      work(
        queues,
        handleJob(turn, ({ text }) => {
          keep.push(text);
          return {};
        }),
      );
      await vi.waitFor(() => expect(keep).toEqual(['left for the next']), EVENTUALLY);
    });

    it('abort running jobs when a stop may wait no longer, and leave them to the next worker', async () => {
      const { queues } = connect();
      const entered = Promise.withResolvers<void>();
      const reasons: unknown[] = [];
      const worker = queues.work(
        [
          handleJob(turn, async (_facts, _ctx, { signal }) => {
            entered.resolve();
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
            reasons.push(signal.reason);
            throw signal.reason;
          }),
        ],
        {},
        { concurrency },
      );
      await queues.enqueue(turn, { text: 'x' });
      await entered.promise;

      await worker.stop(0);

      expect(reasons).toMatchObject([{ code: 'cancelled' }]);
      const resumed = Promise.withResolvers<string>();
      work(
        queues,
        handleJob(turn, ({ text }) => {
          resumed.resolve(text);
          return {};
        }),
      );
      await expect(resumed.promise).resolves.toBe('x');
    });

    it('start as soon as a late store is there', async () => {
      const proxy = await startFaultProxy(store.url, { isCut: true });
      stops.push(() => proxy.stop());
      const { queues } = connect(proxy.url);
      const started = queues.start();
      const keep = work(queues, keepNote);
      const early = queues.enqueue(note, { text: 'early' });
      await expect(queues.ready()).rejects.toThrow(/./);

      await proxy.restore();

      await started;
      await early;
      await vi.waitFor(() => expect(keep).toEqual(['early']), EVENTUALLY);
      await expect(queues.ready()).resolves.toBeUndefined();
    });

    it('stop waiting for a store when told to', async () => {
      const proxy = await startFaultProxy(store.url, { isCut: true });
      stops.push(() => proxy.stop());
      const { queues } = connect(proxy.url);
      const giveUp = new AbortController();

      const started = queues.start(giveUp.signal);
      giveUp.abort(new Error('enough'));

      await expect(started).rejects.toThrow('enough');
    });

    it('go on after the store was gone for a while', async () => {
      const proxy = await startFaultProxy(store.url);
      stops.push(() => proxy.stop());
      const { queues } = connect(proxy.url);
      const keep = work(queues, keepNote);
      await queues.ask(note, { text: 'before' }, { timeoutMs: 20_000 });

      await proxy.cut();
      await expect(queues.ready()).rejects.toThrow(/./);
      const during = queues.enqueue(note, { text: 'during' });
      await delay(300);
      await proxy.restore();
      await during;

      expect(await queues.ask(note, { text: 'after' }, { timeoutMs: 20_000 })).toEqual({ length: 5 });
      await vi.waitFor(() => expect(keep.toSorted()).toEqual(['after', 'before', 'during']), EVENTUALLY);
    });

    it('find out that the store hears nothing any more, and go on over new connections', async () => {
      const proxy = await startFaultProxy(store.url);
      stops.push(() => proxy.stop());
      const { queues } = connect(proxy.url, { timeoutMs: 1_000 });
      const keep = work(queues, keepNote);
      await queues.ask(note, { text: 'before' }, { timeoutMs: 20_000 });

      proxy.swallow();
      await expect(queues.ready()).rejects.toThrow(/./);
      proxy.letThrough();
      await queues.enqueue(note, { text: 'after' });

      await vi.waitFor(() => expect(keep.toSorted()).toEqual(['after', 'before']), EVENTUALLY);
      await expect(queues.ready()).resolves.toBeUndefined();
    });

    it('say unavailable to whoever asks or enqueues while the store stays away', async () => {
      const proxy = await startFaultProxy(store.url);
      stops.push(() => proxy.stop());
      const { queues } = connect(proxy.url);
      await queues.start();

      await proxy.cut();

      await expect(queues.ask(note, { text: 'x' }, { timeoutMs: 500 })).rejects.toMatchObject({ code: 'timeout' });
      await expect(queues.enqueue(note, { text: 'x' })).rejects.toMatchObject({ code: 'unavailable', retry: true });
    });

    it('give the job of a worker that vanished to another', { timeout: 40_000 }, async () => {
      const proxy = await startFaultProxy(store.url);
      stops.push(() => proxy.stop());
      const vanishing = connect(proxy.url).queues;
      const entered = Promise.withResolvers<void>();
      const hung = vanishing.work(
        [
          handleJob(turn, () => {
            entered.resolve();
            return new Promise<never>(() => {});
          }),
        ],
        {},
        { concurrency },
      );
      stops.push(() => hung.stop(0));
      const { queues } = connect();
      await queues.enqueue(turn, { text: 'unlucky' });
      await entered.promise;

      await proxy.cut();
      const keep: string[] = [];
      work(
        queues,
        handleJob(turn, ({ text }) => {
          keep.push(text);
          return {};
        }),
      );

      await vi.waitFor(() => expect(keep).toEqual(['unlucky']), { timeout: 30_000, interval: 100 });
    });
  });
}
