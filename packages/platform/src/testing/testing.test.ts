import { defineJob, defineRoute } from '@tzurot/contracts';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';

import { AppError } from '../errors.ts';
import { fakeClock } from './fake-clock.ts';
import { answer, fakeGateway } from './fake-gateway.ts';
import { answerJob, fakeQueues } from './fake-queues.ts';

const getThing = defineRoute({
  name: 'thing.get',
  method: 'GET',
  path: '/user/things/:id',
  params: z.object({ id: z.string().max(5) }),
  query: z.object({ page: z.number().default(1) }),
  output: z.object({ page: z.number(), note: z.string().default('none'), at: z.iso.datetime().optional() }),
});
const tick = defineRoute({
  name: 'clock.tick',
  method: 'POST',
  path: '/internal/clock/tick',
  services: ['ai-worker'],
  output: z.object({}),
});
const caller = { id: '100000000000000001', name: 'Ada' };

describe('the fake gateway', () => {
  it('answers with the types and defaults of the contract, and keeps the calls', async () => {
    const gateway = fakeGateway(
      answer(getThing, ({ query, caller: asker }) => {
        expectTypeOf(query).toEqualTypeOf<{ page: number }>();
        expectTypeOf(asker.name).toEqualTypeOf<string>();
        return { page: query.page };
      }),
    );

    const thing = await gateway.call(getThing, { params: { id: 'a' }, caller });

    expectTypeOf(thing.note).toEqualTypeOf<string>();
    expect(thing).toEqual({ page: 1, note: 'none' });
    expect(gateway.calls).toMatchObject([
      { name: 'thing.get', params: { id: 'a' }, query: { page: 1 }, caller: { id: caller.id, isStaff: false } },
    ]);
    expect(gateway.callsOf(tick)).toEqual([]);
  });

  it('refuses what the real one would refuse', async () => {
    const gateway = fakeGateway(answer(getThing, () => ({ page: 1 })));

    await expect(gateway.call(getThing, { params: { id: 'far too long' }, caller })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(gateway.call(getThing, { params: { id: 'a' }, caller: { id: 'x', name: '' } })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it('does not give an answer that breaks the contract', async () => {
    const gateway = fakeGateway(answer(getThing, () => ({ page: 1, at: new Date() as never })));

    await expect(gateway.call(getThing, { params: { id: 'a' }, caller })).rejects.toThrow(/answer of thing.get.*at/);
  });

  it('names the route that has no answer, and passes errors on', async () => {
    const gateway = fakeGateway(
      answer(getThing, () => {
        throw new AppError('not-found', 'gone');
      }),
    );

    await expect(gateway.call(tick)).rejects.toThrow('no answer for clock.tick');
    await expect(gateway.call(getThing, { params: { id: 'a' }, caller })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the fake queues', () => {
  const note = defineJob({
    name: 'note.keep',
    queue: 'chores',
    input: z.object({ text: z.string() }),
    output: z.object({ length: z.number() }),
    timeoutMs: 1_000,
  });

  it('keep what is put in, once per id, and answer what is asked', async () => {
    const queues = fakeQueues(answerJob(note, ({ text }) => ({ length: text.length })));

    await queues.enqueue(note, { text: 'a' }, { id: '1', delayMs: 5 });
    await queues.enqueue(note, { text: 'b' }, { id: '1' });
    const output = await queues.ask(note, { text: 'ccc' }, { timeoutMs: 10 });

    expect(output).toEqual({ length: 3 });
    expect(queues.enqueued).toMatchObject([
      { name: 'note.keep', id: '1', delayMs: 5, input: { text: 'a' } },
      { input: { text: 'ccc' } },
    ]);
  });

  it('refuse what the contract refuses', async () => {
    await expect(fakeQueues().enqueue(note, { text: 1 as never })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('the fake clock', () => {
  it('wakes sleepers in order as time is moved, those who sleep again too', async () => {
    const clock = fakeClock('2026-01-01T00:00:00Z');
    const woken: string[] = [];
    const sleep = async (name: string, ms: number, times: number) => {
      for (let time = 0; time < times; time++) {
        await clock.sleep(ms);
        woken.push(`${name}@${clock.now().getTime() - Date.UTC(2026, 0, 1)}`);
      }
    };
    const all = Promise.all([sleep('slow', 100, 1), sleep('fast', 40, 3)]);

    await clock.advance(99);
    expect(woken).toEqual(['fast@40', 'fast@80']);
    await clock.advance(21);

    await all;
    expect(woken).toEqual(['fast@40', 'fast@80', 'slow@100', 'fast@120']);
    expect(clock.sleepers).toBe(0);
  });

  it('ends a sleep that is aborted', async () => {
    const clock = fakeClock();
    const controller = new AbortController();
    const sleeping = clock.sleep(10, controller.signal);

    controller.abort();

    await expect(sleeping).rejects.toThrow('aborted');
    await expect(clock.sleep(10, controller.signal)).rejects.toThrow('aborted');
    expect(clock.sleepers).toBe(0);
  });
});
