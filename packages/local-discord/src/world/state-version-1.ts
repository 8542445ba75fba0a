import { deserialize } from 'node:v8';
import type { StateBatch, StateEntry } from './state-batch.ts';

/** The file that version 1 wrote: everything as one value. */
interface WholeState {
  readonly version: number;
  readonly nowMs: number;
  readonly worlds: readonly {
    readonly ids: { readonly name: string };
    readonly maps: Readonly<Record<string, ReadonlyMap<string, unknown>>>;
    readonly channels: readonly {
      readonly channel: { readonly id: string };
      readonly messages: readonly { readonly id: string }[];
    }[];
    readonly blobs: readonly (readonly [path: string, blob: unknown])[];
  }[];
}

/** What such a file holds; undefined when it is none. */
export function readVersion1(bytes: Buffer): StateBatch | undefined {
  const state = tryDeserialize(bytes);
  if (state?.version !== 1) return undefined;
  return { nowMs: state.nowMs, entries: state.worlds.flatMap(entriesOf) };
}

function tryDeserialize(bytes: Buffer): WholeState | undefined {
  try {
    return deserialize(bytes) as WholeState;
  } catch {
    return undefined;
  }
}

function entriesOf({ ids, maps, channels, blobs }: WholeState['worlds'][number]): StateEntry[] {
  const { name } = ids;
  return [
    [name, 'ids', '', ids],
    ...Object.entries(maps).flatMap(([kind, map]) =>
      [...map].map(([key, value]): StateEntry => [name, kind, key, value]),
    ),
    ...channels.flatMap(({ channel, messages }): StateEntry[] => [
      [name, 'channel', channel.id, channel],
      ...messages.map((message): StateEntry => [name, 'message', `${channel.id}:${message.id}`, message]),
    ]),
    ...blobs.map(([path, blob]): StateEntry => [name, 'blob', path, blob]),
  ];
}
