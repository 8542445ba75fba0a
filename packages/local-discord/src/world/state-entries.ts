import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { Blob } from './blobs.ts';
import type { WorldIds } from './default-world.ts';
import { directKey } from './direct-key.ts';
import { createMessageStore } from './message-store.ts';
import type { Snowflake } from './snowflake.ts';
import type { StateBatch, StateEntry } from './state-batch.ts';
import type { Channel, Message } from './types.ts';
import type { World } from './world.ts';

/** The parts of a world that outlive a restart; who types, what is being answered and what only one sees do not. */
const keptMaps = [
  'users',
  'applications',
  'guilds',
  'webhooks',
  'applicationEmojis',
  'invites',
  'commands',
  'readMarks',
] as const;

/** Finds what of a world is not in the state file yet. */
export interface WorldTracker {
  readonly world: World;
  /** Everything that changed since it was asked before. */
  changes(): StateEntry[];
}

/** Messages or bytes of files that are written at once. */
const MESSAGES_AT_ONCE = 500;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

/** @param isSaved whether the state file holds the world as it is now */
export function trackWorld(world: World, ids: WorldIds, isSaved: boolean): WorldTracker {
  const unsaved = { messages: new Map<Snowflake, Set<Snowflake>>(), blobs: new Set<string>() };
  world.unsaved = unsaved;
  let known = new Map<string, { readonly digest: string; readonly entry: StateEntry; readonly source: unknown }>();

  /** All that is small is compared with what it was. */
  function smallChanges(): StateEntry[] {
    const now: typeof known = new Map();
    const changed: StateEntry[] = [];
    for (const { entry, source } of smallEntries(world, ids)) {
      const name = `${entry[1]}:${entry[2]}`;
      const digest = createHash('sha1').update(serialize(entry)).digest('base64');
      const before = known.get(name);
      now.set(name, { digest, entry, source });
      if (before?.digest === digest && before.source === source) continue;
      // A channel made again under its old id, as threads may be, starts without the messages of the old one.
      if (before && before.source !== source) changed.push(removal(before.entry));
      if (before?.source !== source && isChannel(source)) noteAll(source);
      changed.push(entry);
    }
    for (const [name, { entry }] of known) if (!now.has(name)) changed.push(removal(entry));
    known = now;
    return changed;
  }

  function noteAll({ id, messages }: Channel): void {
    if (messages.size > 0) unsaved.messages.set(id, new Set([...messages].map((message) => message.id)));
  }

  function changes(): StateEntry[] {
    const changed = smallChanges();
    for (const [channelId, messageIds] of unsaved.messages) {
      const messages = world.channels.get(channelId)?.messages;
      if (!messages) continue;
      for (const id of messageIds) changed.push(messageEntry(world, channelId, id, messages.get(id)));
    }
    for (const path of unsaved.blobs) changed.push(blobEntry(world, path, world.blobs.get(path)));
    unsaved.messages.clear();
    unsaved.blobs.clear();
    return changed;
  }

  for (const [path] of world.blobs.entries()) unsaved.blobs.add(path);
  if (isSaved) changes();
  return { world, changes };
}

/** All of a world, in pieces that are quickly written; what changes meanwhile is left to its tracker. */
export function* allEntries(world: World, ids: WorldIds): Generator<StateEntry[]> {
  yield [...smallEntries(world, ids)].map(({ entry }) => entry);
  for (const { id, messages } of world.channels.values()) {
    const all = [...messages];
    for (let start = 0; start < all.length; start += MESSAGES_AT_ONCE) {
      const piece = all.slice(start, start + MESSAGES_AT_ONCE);
      yield piece.map((message) => messageEntry(world, id, message.id, message));
    }
  }
  let piece: StateEntry[] = [];
  let pieceBytes = 0;
  for (const [path, blob] of world.blobs.entries()) {
    piece.push(blobEntry(world, path, blob));
    pieceBytes += blob.bytes.length;
    if (pieceBytes < BYTES_AT_ONCE) continue;
    yield piece;
    piece = [];
    pieceBytes = 0;
  }
  if (piece.length > 0) yield piece;
}

/** What takes a whole world out of the file. */
export function worldRemoval(name: string): StateEntry {
  return [name, 'world', ''];
}

function* smallEntries(world: World, ids: WorldIds): Generator<{ entry: StateEntry; source: unknown }> {
  yield { entry: [world.name, 'ids', '', ids], source: undefined };
  for (const kind of keptMaps) {
    for (const [key, value] of world[kind] as Map<string, unknown>) {
      yield { entry: [world.name, kind, key, value], source: undefined };
    }
  }
  for (const channel of world.channels.values()) {
    const { messages: _, ...rest } = channel;
    yield { entry: [world.name, 'channel', channel.id, rest], source: channel };
  }
}

function isChannel(source: unknown): source is Channel {
  return source !== undefined;
}

function removal([world, kind, key]: StateEntry): StateEntry {
  return [world, kind, key];
}

function messageEntry(world: World, channelId: Snowflake, id: Snowflake, message: Message | undefined): StateEntry {
  const key = `${channelId}:${id}`;
  return message ? [world.name, 'message', key, message] : [world.name, 'message', key];
}

function blobEntry(world: World, path: string, blob: Blob | undefined): StateEntry {
  return blob ? [world.name, 'blob', path, blob] : [world.name, 'blob', path];
}

/** A world as the entries of a file tell it. */
export interface SavedWorld {
  readonly ids: WorldIds;
  readonly maps: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  /** By channel, then by id, oldest first. */
  readonly messages: ReadonlyMap<Snowflake, ReadonlyMap<Snowflake, Message>>;
}

/** What the batches of a file add up to. */
export function addUp(batches: readonly StateBatch[]): { worlds: SavedWorld[]; nowMs: number; liveShare: number } {
  const worlds = new Map<
    string,
    { maps: Map<string, Map<string, unknown>>; messages: Map<string, Map<string, Message>> }
  >();
  let written = 0;
  let nowMs = 0;
  for (const batch of batches) {
    nowMs = Math.max(nowMs, batch.nowMs);
    written += batch.entries.length;
    for (const [name, kind, key, ...values] of batch.entries) {
      if (kind === 'world') {
        worlds.delete(name);
        continue;
      }
      const world = worlds.get(name) ?? { maps: new Map(), messages: new Map() };
      worlds.set(name, world);
      if (kind === 'message') {
        const [channelId = '', id = ''] = key.split(':');
        putOrDelete(world.messages, channelId, id, values as Message[]);
      } else {
        putOrDelete(world.maps, kind, key, values);
        if (kind === 'channel' && values.length === 0) world.messages.delete(key);
      }
    }
  }
  const saved = [...worlds.values()].flatMap(({ maps, messages }): SavedWorld[] => {
    const ids = maps.get('ids')?.get('') as WorldIds | undefined;
    return ids ? [{ ids, maps, messages }] : [];
  });
  const live = saved.flatMap(({ maps, messages }) => [...maps.values(), ...messages.values()]);
  return { worlds: saved, nowMs, liveShare: live.reduce((sum, { size }) => sum + size, 0) / Math.max(1, written) };
}

function putOrDelete<T>(maps: Map<string, Map<string, T>>, outer: string, inner: string, values: readonly T[]): void {
  const map = maps.get(outer) ?? new Map<string, T>();
  maps.set(outer, map);
  const [value] = values;
  if (values.length === 0 || value === undefined) map.delete(inner);
  else map.set(inner, value);
}

/** Fills an empty world with what was saved. */
export function restoreWorld(world: World, saved: SavedWorld): void {
  for (const name of keptMaps) {
    const target = world[name] as Map<string, unknown>;
    for (const [key, value] of saved.maps.get(name) ?? []) target.set(key, value);
  }
  for (const [id, channel] of saved.maps.get('channel') ?? []) {
    const messages = createMessageStore();
    for (const message of saved.messages.get(id)?.values() ?? []) messages.add(message);
    const restored = { ...(channel as Omit<Channel, 'messages'>), messages } as Channel;
    world.channels.set(id, restored);
    if (restored.kind === 'direct') {
      world.directChannels.set(restored.group ? id : directKey(restored.recipientIds), restored);
    }
  }
  for (const [path, blob] of saved.maps.get('blob') ?? []) {
    const { bytes, contentType } = blob as Blob;
    world.blobs.set(path, { bytes: Buffer.from(bytes), contentType });
  }
}
