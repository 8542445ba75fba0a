import { expect, it } from 'vitest';
import type { Message } from '../discord/types.ts';
import {
  appendPage,
  listAround,
  MAX_KEPT_MESSAGES,
  PAGE_SIZE,
  prependPage,
  startList,
  upsertMessage,
} from './loaded-messages.ts';
import { idAt, message } from './sample-world.ts';

/** As the API answers: the newest first. */
const page = (from: number, count: number): readonly Message[] =>
  Array.from({ length: count }, (_, index) => message(idAt(from + count - 1 - index)));

const ids = (list: { items: readonly Message[] }): readonly string[] => list.items.map((item) => item.id);

it('turns a page around, and knows by its length whether there is more before it', () => {
  const short = startList(undefined, page(0, 3));
  const full = startList(undefined, page(0, PAGE_SIZE));

  expect(ids(short)).toEqual([idAt(0), idAt(1), idAt(2)]);
  expect(short.hasOlder).toBe(false);
  expect(full.hasOlder).toBe(true);
});

it('keeps what the socket brought while the newest page was on its way', () => {
  const before = upsertMessage(startList(undefined, []), message(idAt(9), { flags: 64 }));

  const after = startList(before, page(0, 2));

  expect(ids(after)).toEqual([idAt(0), idAt(1), idAt(9)]);
});

it('adds pages at both ends without doubling', () => {
  const middle = listAround(page(50, 3), idAt(99));

  const wider = appendPage(prependPage(middle, page(48, 3)), page(52, 2), null);

  expect(ids(wider)).toEqual([48, 49, 50, 51, 52, 53].map((minute) => idAt(minute)));
  expect(wider).toMatchObject({ hasOlder: false, hasNewer: false });
});

it('knows of a message that came while the last page was on its way', () => {
  const past = listAround(page(0, 3), idAt(99));

  const after = appendPage(past, page(3, 2), idAt(5));

  expect(after.hasNewer).toBe(true);
  expect(appendPage(after, page(5, 1), idAt(5)).hasNewer).toBe(false);
});

it('does not add a new message behind a gap', () => {
  const past = listAround(page(0, 3), idAt(99));

  const after = upsertMessage(past, message(idAt(100)));

  expect(past.hasNewer).toBe(true);
  expect(after).toBe(past);
});

it('puts a message that comes late where it belongs', () => {
  const list = startList(undefined, [message(idAt(1)), message(idAt(3))]);

  expect(ids(upsertMessage(list, message(idAt(2))))).toEqual([idAt(1), idAt(2), idAt(3)]);
});

it('lets go of the newest when one reads far back, and of the oldest on the way forward', () => {
  const full = page(100, MAX_KEPT_MESSAGES).toReversed().reduce(upsertMessage, startList(undefined, []));

  const back = prependPage(full, page(50, 50));
  const forth = appendPage(back, page(100 + MAX_KEPT_MESSAGES - 50, 50), null);

  expect(back).toMatchObject({ hasNewer: true });
  expect([back.items[0]?.id, back.items.at(-1)?.id]).toEqual([idAt(50), idAt(49 + MAX_KEPT_MESSAGES)]);
  expect(forth).toMatchObject({ hasOlder: true });
  expect([forth.items[0]?.id, forth.items.at(-1)?.id]).toEqual([idAt(100), idAt(99 + MAX_KEPT_MESSAGES)]);
});

it('lets go of the oldest when a busy channel grows too long', () => {
  const long = page(0, MAX_KEPT_MESSAGES).toReversed().reduce(upsertMessage, startList(undefined, []));

  const after = upsertMessage(long, message(idAt(MAX_KEPT_MESSAGES)));

  expect(after.items).toHaveLength(MAX_KEPT_MESSAGES);
  expect(after.items[0]?.id).toBe(idAt(1));
  expect(after.hasOlder).toBe(true);
});
