import type { Channel, Guild, Member, Message, Modal, User } from '../discord/types.ts';

/** The loaded stretch of a channel's history, oldest first, without gaps. */
export interface MessageList {
  items: readonly Message[];
  /** There is more before the first item. */
  hasOlder: boolean;
  /** There is more after the last item: the person jumped back, so new messages are not added at the end. */
  hasNewer: boolean;
}

/** How far a person has read a channel. */
export interface ReadState {
  lastReadId: string | null;
  mentionCount: number;
}

/** A message on its way: shown greyed until the gateway brings it back under its nonce. */
export interface OutgoingMessage {
  nonce: string;
  channelId: string;
  content: string;
  fileNames: readonly string[];
  failure: string | null;
}

/** An interaction that a person started and that nobody answered yet, or that failed. */
export interface PendingInteraction {
  nonce: string;
  kind: 'command' | 'component';
  channelId: string;
  /** For a command: its full name. For a component: its custom id. */
  label: string;
  messageId: string | null;
  failure: string | null;
}

/** Everything one person's client knows. Plain data, replaced and never changed in place. */
export interface World {
  me: User | null;
  guilds: ReadonlyMap<string, Guild>;
  /** Guild channels, threads and direct messages, by id. */
  channels: ReadonlyMap<string, Channel>;
  users: ReadonlyMap<string, User>;
  /** By guild, then by user. */
  members: ReadonlyMap<string, ReadonlyMap<string, Member>>;
  /** By channel. */
  messages: ReadonlyMap<string, MessageList>;
  /** By channel, then by user: until when, in Unix milliseconds. */
  typing: ReadonlyMap<string, ReadonlyMap<string, number>>;
  reads: ReadonlyMap<string, ReadState>;
  outgoing: readonly OutgoingMessage[];
  interactions: readonly PendingInteraction[];
  modal: Modal | null;
}

export const emptyWorld: World = {
  me: null,
  guilds: new Map(),
  channels: new Map(),
  users: new Map(),
  members: new Map(),
  messages: new Map(),
  typing: new Map(),
  reads: new Map(),
  outgoing: [],
  interactions: [],
  modal: null,
};

/** The map with one entry more, or with that entry replaced. */
export const withEntry = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> =>
  new Map(map).set(key, value);

/** The map without that entry; the same map when it was not there. */
export const withoutEntry = <K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> => {
  if (!map.has(key)) return map;
  const copy = new Map(map);
  copy.delete(key);
  return copy;
};
