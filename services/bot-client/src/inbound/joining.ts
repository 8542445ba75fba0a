import { joinParts, LIMITS, MAX_PARTS } from '@tzurot/contracts';
import type { Message } from 'discord.js';

/** However often somebody adds something, their first message is answered after this long. */
const LONGEST_WAIT_MS = 10_000;

/** How long a message waits for another one of the same person. */
export interface Patience {
  joinMs: number;
  /** While they type. */
  typingMs: number;
}

/** A message that waits; `Waiting` is what its owner wants to know of it later. */
interface Group<Waiting> {
  messages: { message: Message; waiting: Waiting }[];
  patience: Patience;
  /** Of this process's clock. */
  startedAtMs: number;
  timer: NodeJS.Timeout;
}

/** Quick messages of one person in one channel, which are answered as one. */
export interface Joining<Waiting> {
  /** What this message would join: what came first, of those that its author has said just now in its channel; null when nothing waits. */
  findOpen(message: Message): Waiting | null;
  /** Lets it wait, behind what waits there already. */
  add(message: Message, waiting: Waiting, patience: Patience): void;
  /** Ends the waiting of what this message's author has said before it. */
  flush(message: Pick<Message, 'channelId' | 'author'>): void;
  /** Somebody types: what they said before waits on, as long as it may. */
  typing(channelId: string, userId: string): void;
  /** It is gone. @returns what it was to its owner; null when it did not wait */
  drop(messageId: string): Waiting | null;
  /** Ends all waiting. */
  flushAll(): void;
}

/** @param pass takes messages whose waiting is over, in their order */
export function createJoining<Waiting>(
  pass: (joined: { message: Message; waiting: Waiting }[]) => void,
  now: () => number = Date.now,
): Joining<Waiting> {
  const groups = new Map<string, Group<Waiting>>();

  const end = (key: string) => {
    const group = groups.get(key);
    if (group === undefined) return;
    clearTimeout(group.timer);
    groups.delete(key);
    if (group.messages.length > 0) pass(group.messages);
  };
  const waitOn = (key: string, group: Group<Waiting>, waitMs: number, longestMs: number) => {
    clearTimeout(group.timer);
    const left = Math.max(0, Math.min(waitMs, group.startedAtMs + longestMs - now()));
    group.timer = setTimeout(() => end(key), left);
  };

  return {
    findOpen(message) {
      // Asked for every message there is, and mostly nobody waits.
      if (groups.size === 0) return null;
      return groups.get(keyOf(message))?.messages[0]?.waiting ?? null;
    },
    add(message, waiting, patience) {
      const key = keyOf(message);
      const open = groups.get(key);
      if (open && !fits(open, message)) end(key);
      const group = groups.get(key) ?? {
        messages: [],
        patience,
        startedAtMs: now(),
        timer: setTimeout(() => end(key), patience.joinMs),
      };
      groups.set(key, group);
      group.messages.push({ message, waiting });
      waitOn(key, group, group.patience.joinMs, LONGEST_WAIT_MS);
    },
    flush: (message) => end(keyOf(message)),
    typing(channelId, userId) {
      if (groups.size === 0) return;
      const key = `${channelId} ${userId}`;
      const group = groups.get(key);
      if (group && group.patience.typingMs > 0) waitOn(key, group, group.patience.typingMs, LONGEST_WAIT_MS);
    },
    drop(messageId) {
      for (const [key, group] of groups) {
        const gone = group.messages.find(({ message }) => message.id === messageId);
        if (gone === undefined) continue;
        group.messages = group.messages.filter((each) => each !== gone);
        if (group.messages.length === 0) end(key);
        return gone.waiting;
      }
      return null;
    },
    flushAll() {
      for (const key of groups.keys()) end(key);
    },
  };
}

const keyOf = ({ channelId, author }: Pick<Message, 'channelId' | 'author'>): string => `${channelId} ${author.id}`;

function fits<Waiting>({ messages }: Group<Waiting>, next: Message): boolean {
  const texts = [...messages.map(({ message }) => message.content), next.content];
  return messages.length < MAX_PARTS && joinParts(texts).length <= LIMITS.messageContent;
}
