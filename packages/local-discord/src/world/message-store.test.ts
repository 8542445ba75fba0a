import { MessageType } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { makeMessage } from './make.ts';
import { createMessageStore } from './message-store.ts';
import type { Message, MessageStore } from './types.ts';

function message(id: string): Message {
  return makeMessage(id, '1', { kind: 'user', userId: '1' }, MessageType.Default, 0);
}

function storeOf(...ids: number[]): MessageStore {
  const store = createMessageStore();
  for (const id of ids) store.add(message(String(id)));
  return store;
}

const idsOf = (messages: Iterable<Message>) => [...messages].map(({ id }) => Number(id));

describe('the message store', () => {
  it.each([
    ['the newest', {}, 2, [50, 40]],
    ['those before', { before: '40' }, 2, [30, 20]],
    ['those before one that is gone', { before: '35' }, 2, [30, 20]],
    ['those right after, newest first', { after: '10' }, 2, [30, 20]],
    ['those after one that is gone', { after: '15' }, 2, [30, 20]],
    ['those around', { around: '30' }, 3, [40, 30, 20]],
    ['those around the start', { around: '10' }, 4, [40, 30, 20, 10]],
    ['all, when there are few', {}, 100, [50, 40, 30, 20, 10]],
    ['none after the newest', { after: '50' }, 2, []],
    ['none before the oldest', { before: '10' }, 2, []],
  ])('pages %s', (_what, bounds, limit, expected) => {
    expect(idsOf(storeOf(10, 20, 30, 40, 50).page(bounds, limit))).toEqual(expected);
  });

  it('keeps order when something older comes late', () => {
    expect(idsOf(storeOf(10, 30, 20))).toEqual([10, 20, 30]);
  });

  it('forgets what is removed', () => {
    const store = storeOf(10, 20, 30);

    const removed = store.remove('20');
    const again = store.remove('20');

    expect([removed?.id, again]).toEqual(['20', undefined]);
    expect(idsOf(store)).toEqual([10, 30]);
    expect([store.get('20'), store.size, store.latest()?.id]).toEqual([undefined, 2, '30']);
  });

  it('finds its place among a hundred thousand', () => {
    const store = storeOf(...Array.from({ length: 100_000 }, (_, index) => 1_000_000 + index));

    expect(idsOf(store.page({ before: '1050000' }, 2))).toEqual([1_049_999, 1_049_998]);
  });
});
