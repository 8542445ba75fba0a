import { z } from 'zod';
import { DiscordMessage, isLoading, readText, speakerOf } from './discord-messages.ts';
import type { SocketEvent } from './person-socket.ts';

/** Which message is meant; whatever is left out does not matter. */
export interface Fits {
  /** The name under which it is said. */
  by?: string;
  /** The channel. */
  in?: string;
  /** A part of what is to be read. */
  saying?: string | RegExp;
  /** Newer than this one, and in the same channel. */
  after?: Pick<DiscordMessage, 'id' | 'channel_id'>;
}

/** Every message that a person's client was told of, as it stands now. */
export interface MessagesSeen {
  receive(event: SocketEvent): void;
  /** Those that fit, in the order in which they came. A message that still says "thinking" fits nothing. */
  find(fits: Fits): DiscordMessage[];
  get(id: string): DiscordMessage | undefined;
  /** Counts up with every change; a message changed since then has a later number. */
  now(): number;
  changedAt(id: string): number;
}

const Deleted = z.object({ id: z.string() });
const DeletedInBulk = z.object({ ids: z.array(z.string()) });
const Changed = DiscordMessage.partial().extend({ id: z.string() });

export function createMessagesSeen(): MessagesSeen {
  const messages = new Map<string, { message: DiscordMessage; changedAt: number }>();
  let now = 0;

  const keep = (message: DiscordMessage) => messages.set(message.id, { message, changedAt: ++now });

  return {
    receive({ name, data }) {
      switch (name) {
        case 'MESSAGE_CREATE':
          keep(DiscordMessage.parse(data));
          break;
        case 'MESSAGE_UPDATE': {
          const change = Changed.parse(data);
          const known = messages.get(change.id)?.message;
          const merged = DiscordMessage.safeParse({ ...known, ...change });
          if (merged.success) keep(merged.data);
          break;
        }
        case 'MESSAGE_DELETE':
          messages.delete(Deleted.parse(data).id);
          break;
        case 'MESSAGE_DELETE_BULK':
          for (const id of DeletedInBulk.parse(data).ids) messages.delete(id);
          break;
      }
    },
    find: (fits) =>
      [...messages.values()].flatMap(({ message }) => (!isLoading(message) && isMeant(message, fits) ? [message] : [])),
    get: (id) => messages.get(id)?.message,
    now: () => now,
    changedAt: (id) => messages.get(id)?.changedAt ?? 0,
  };
}

function isMeant(message: DiscordMessage, { by, in: channelId, saying, after }: Fits): boolean {
  if (by !== undefined && speakerOf(message) !== by) return false;
  if (channelId !== undefined && message.channel_id !== channelId) return false;
  if (after !== undefined && (message.channel_id !== after.channel_id || BigInt(message.id) <= BigInt(after.id)))
    return false;
  return saying === undefined || reads(message, saying);
}

/** Whether it says so somewhere. */
export function reads(message: DiscordMessage, saying: string | RegExp): boolean {
  const text = readText(message);
  return typeof saying === 'string' ? text.includes(saying) : saying.test(text);
}
