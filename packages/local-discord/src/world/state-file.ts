import { readFile, rename, writeFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import type { Blob } from './blobs.ts';
import type { WorldIds } from './default-world.ts';
import { createMessageStore } from './message-store.ts';
import type { Snowflake } from './snowflake.ts';
import type { Channel, DirectChannel, Message } from './types.ts';
import type { World } from './world.ts';

/** Grows when the shape below changes; a file of another version is refused. */
const VERSION = 1;

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

type KeptMaps = Pick<World, (typeof keptMaps)[number]>;

interface SavedWorld {
  readonly ids: WorldIds;
  readonly maps: KeptMaps;
  readonly channels: readonly { readonly channel: Omit<Channel, 'messages'>; readonly messages: readonly Message[] }[];
  readonly blobs: readonly (readonly [string, Blob])[];
}

interface SavedState {
  readonly version: number;
  /** The virtual clock, so that new ids stay younger than the kept ones. */
  readonly nowMs: number;
  readonly worlds: readonly SavedWorld[];
}

/** Writes all worlds to a file, whole or not at all; only its owner may read it. */
export async function saveState(
  path: string,
  nowMs: number,
  worlds: readonly { readonly world: World; readonly ids: WorldIds }[],
): Promise<void> {
  const state: SavedState = { version: VERSION, nowMs, worlds: worlds.map(({ world, ids }) => save(world, ids)) };
  const unfinished = `${path}.writing`;
  await writeFile(unfinished, serialize(state), { mode: 0o600 });
  await rename(unfinished, path);
}

function save(world: World, ids: WorldIds): SavedWorld {
  return {
    ids,
    maps: Object.fromEntries(keptMaps.map((name) => [name, world[name]])) as unknown as KeptMaps,
    channels: [...world.channels.values()].map(({ messages, ...channel }) => ({ channel, messages: [...messages] })),
    blobs: [...world.blobs.entries()],
  };
}

/**
 * What a file holds, or undefined when there is none yet.
 * @throws Error when it cannot be read as a state of this version
 */
export async function loadState(path: string): Promise<SavedState | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const state = tryDeserialize(bytes);
  if (state?.version === VERSION) return state;
  throw new Error(
    `${path} is not a state of this version of local-discord. Delete it to start fresh, or name another file.`,
  );
}

function tryDeserialize(bytes: Buffer): SavedState | undefined {
  try {
    return deserialize(bytes) as SavedState;
  } catch {
    return undefined;
  }
}

/** Fills an empty world with what was saved. */
export function restoreWorld(world: World, saved: SavedWorld): void {
  for (const name of keptMaps) {
    const target = world[name] as Map<string, unknown>;
    for (const [key, value] of saved.maps[name]) target.set(key, value);
  }
  for (const { channel, messages } of saved.channels) {
    const store = createMessageStore();
    for (const message of messages) store.add(message);
    const restored = { ...channel, messages: store } as Channel;
    world.channels.set(restored.id, restored);
    if (restored.kind === 'direct') world.directChannels.set(keyOf(restored), restored);
  }
  for (const [path, { bytes, contentType }] of saved.blobs) {
    world.blobs.set(path, { bytes: Buffer.from(bytes), contentType });
  }
}

function keyOf({ id, group, recipientIds }: DirectChannel): string {
  return group ? id : directKey(recipientIds);
}

/** How a direct channel is found by its two people. */
export function directKey(recipientIds: readonly Snowflake[]): string {
  return recipientIds.join(':');
}
