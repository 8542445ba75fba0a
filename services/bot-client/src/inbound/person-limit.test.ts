import { createSharedState, type SharedState, type TakenToken } from '@tzurot/platform';
import { fakeLog } from '@tzurot/platform/testing';
import { expect, it } from 'vitest';
import { createPersonLimit } from './person-limit.ts';

const personLimit = { burst: 3, perMinute: 0.001 };
const { log } = fakeLog();

const limitOn = (state: SharedState) => createPersonLimit({ state, log, personLimit });

async function takeMany(times: number, limit: ReturnType<typeof limitOn>): Promise<boolean[]> {
  const taken: boolean[] = [];
  for (let time = 0; time < times; time += 1) taken.push((await limit.take('ada')).taken);
  return taken;
}

it('gives a person their burst, and others theirs', async () => {
  const limit = limitOn(createSharedState({ log }));

  expect(await takeMany(5, limit)).toEqual([true, true, true, false, false]);
  expect((await limit.take('ben')).taken).toBe(true);
});

it('gives no more than the burst to somebody who asks for everything at once', async () => {
  const limit = limitOn(createSharedState({ log }));
  await limit.take('ada');

  const answers = await Promise.all(Array.from({ length: 6 }, () => limit.take('ada')));

  expect(answers.filter(({ taken }) => taken)).toHaveLength(2);
});

it('counts what other processes take', async () => {
  const state = createSharedState({ log });
  const [first, second] = [limitOn(state), limitOn(state)];

  await takeMany(2, first);
  await takeMany(1, second);

  expect(await takeMany(3, second)).toEqual([false, false, false]);
});

it('keeps nobody waiting for the store who has tokens left', async () => {
  const state = createSharedState({ log });
  const waiting = Promise.withResolvers<TakenToken>();
  let asked = 0;
  const slow: SharedState = {
    ...state,
    takeToken: (bucket, limits) => (++asked > 1 ? waiting.promise : state.takeToken(bucket, limits)),
  };
  const limit = limitOn(slow);
  await limit.take('ada');

  expect((await limit.take('ada')).taken).toBe(true);
  expect((await limit.take('ada')).taken).toBe(true);
  expect(await Promise.race([limit.take('ada'), Promise.resolve('waits')])).toBe('waits');
});

it('limits nobody while the store is away', async () => {
  const away: SharedState = {
    ...createSharedState({ log }),
    takeToken: () => Promise.reject(new Error('away')),
  };

  expect(await takeMany(5, limitOn(away))).toEqual(Array(5).fill(true));
});
