import type { Signal } from '@preact/signals';
import type { Rest } from '../discord/rest.ts';
import type { World } from '../state/world.ts';

/** What the parts of a client share. */
export interface ClientCore {
  world: Signal<World>;
  rest: Rest;
  /** Unix milliseconds of this machine. */
  now: () => number;
  /** Whether the server hears what is done now. */
  isConnected: () => boolean;
  /** The session that the gateway knows; empty before there is one. */
  sessionId: () => string;
  change: (next: (world: World) => World) => void;
  /** Takes something for true as if the gateway had said it. */
  learn: (name: string, data: unknown) => void;
  /** Runs what a person should read about when it fails, and can do nothing else about. */
  attempt: <T>(action: () => Promise<T>) => Promise<T | undefined>;
}

export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const messagesPath = (channelId: string): string => `/channels/${channelId}/messages`;
