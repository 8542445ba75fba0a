import { compareIds } from '../discord/snowflake.ts';
import type { Message } from '../discord/types.ts';
import type { MessageList } from './world.ts';

/** As many messages as one channel keeps loaded; what falls off at the far end is fetched again when wanted. */
export const MAX_KEPT_MESSAGES = 400;

/** A page is asked for in this size; a shorter answer means that the end was reached. */
export const PAGE_SIZE = 50;

/** Where a message with this id is, or belongs. */
const positionOf = (items: readonly Message[], id: string): { index: number; found: boolean } => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareIds(items[middle]?.id ?? '', id);
    if (order === 0) return { index: middle, found: true };
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return { index: low, found: false };
};

export const findMessage = (list: MessageList | undefined, id: string): Message | undefined => {
  if (list === undefined) return undefined;
  const { index, found } = positionOf(list.items, id);
  return found ? list.items[index] : undefined;
};

const withoutOldest = (list: MessageList): MessageList =>
  list.items.length <= MAX_KEPT_MESSAGES
    ? list
    : { ...list, items: list.items.slice(-MAX_KEPT_MESSAGES), hasOlder: true };

const withoutNewest = (list: MessageList): MessageList =>
  list.items.length <= MAX_KEPT_MESSAGES
    ? list
    : { ...list, items: list.items.slice(0, MAX_KEPT_MESSAGES), hasNewer: true };

/** Adds or replaces one message at the place its id gives it; a new one behind a gap is not added. */
export const upsertMessage = (list: MessageList, message: Message): MessageList => {
  const { index, found } = positionOf(list.items, message.id);
  if (found) return { ...list, items: list.items.with(index, message) };
  if (list.hasNewer && index === list.items.length) return list;
  return withoutOldest({ ...list, items: list.items.toSpliced(index, 0, message) });
};

export const removeMessages = (list: MessageList, ids: ReadonlySet<string>): MessageList => {
  const items = list.items.filter((message) => !ids.has(message.id));
  return items.length === list.items.length ? list : { ...list, items };
};

/** Changes one message if it is loaded; the same list when it is not. */
export const changeMessage = (list: MessageList, id: string, change: (message: Message) => Message): MessageList => {
  const { index, found } = positionOf(list.items, id);
  const message = list.items[index];
  return found && message !== undefined ? { ...list, items: list.items.with(index, change(message)) } : list;
};

const oldestFirst = (page: readonly Message[]): Message[] => page.toSorted((a, b) => compareIds(a.id, b.id));

const merge = (older: readonly Message[], newer: readonly Message[]): Message[] => {
  const byId = new Map<string, Message>();
  for (const message of [...older, ...newer]) byId.set(message.id, message);
  return oldestFirst([...byId.values()]);
};

/**
 * The newest page of a channel. Ephemeral messages and what the socket brought while the page was on its way
 * are not part of it, so what is already there and newer stays.
 */
export const startList = (present: MessageList | undefined, page: readonly Message[]): MessageList => {
  const newest = oldestFirst(page);
  const first = newest[0];
  const kept = (present === undefined || present.hasNewer ? [] : present.items).filter(
    (message) => first === undefined || compareIds(message.id, first.id) > 0,
  );
  return { items: merge(kept, newest), hasOlder: page.length >= PAGE_SIZE, hasNewer: false };
};

/** The page before the first loaded message. Whoever reads up there lets go of the other end. */
export const prependPage = (list: MessageList, page: readonly Message[]): MessageList =>
  withoutNewest({ ...list, items: merge(page, list.items), hasOlder: page.length >= PAGE_SIZE });

/**
 * The page after the last loaded message. `newestId` is the channel's last message, where one came while the page was
 * on its way: behind a gap it was not added, so there is still something to load.
 */
export const appendPage = (list: MessageList, page: readonly Message[], newestId: string | null): MessageList => {
  const items = merge(list.items, page);
  const hasMissed = newestId !== null && compareIds(items.at(-1)?.id ?? '', newestId) < 0;
  return withoutOldest({ ...list, items, hasNewer: page.length >= PAGE_SIZE || hasMissed });
};

/** A page around one message, which replaces what was loaded. `newestId` is the channel's last message. */
export const listAround = (page: readonly Message[], newestId: string | null | undefined): MessageList => {
  const items = oldestFirst(page);
  const last = items.at(-1);
  const hasNewer =
    last !== undefined && newestId !== null && newestId !== undefined && compareIds(last.id, newestId) < 0;
  return { items, hasOlder: page.length > 0, hasNewer };
};
