import type { Message, User } from 'discord.js';
import { LRUCache } from 'lru-cache';

/** Applications that say people's messages again under a name of the person's own. Source: their pages in Discord's app directory. */
const PROXIES: ReadonlySet<string> = new Set([
  '466378653216014359', // PluralKit
  '431544605209788416', // Tupperbox
]);
/** A proxy takes a second or two. */
const REPLACED_WITHIN_MS = 15_000;
const REMEMBERED_CHANNELS = 1_000;
const REMEMBERED_MEMBERS = 10_000;

/** Who really said what a proxy says. */
export interface Proxied {
  author: User;
  /** What it says again; null when it was not seen. */
  original: Message | null;
}

/** Knows messages that vanish and come back through a proxy. What nobody has seen vanish is told by name alone. */
export interface Proxies {
  isProxied(message: Message): boolean;
  /** A person's message is gone: perhaps a proxy says it again. */
  vanished(message: Message): void;
  /** Null when nobody knows who it was. */
  find(message: Message): Proxied | null;
}

export function createProxies(): Proxies {
  const gone = new LRUCache<string, Message[]>({ max: REMEMBERED_CHANNELS, ttl: REPLACED_WITHIN_MS });
  /** By server and name. */
  const members = new LRUCache<string, User>({ max: REMEMBERED_MEMBERS });

  return {
    isProxied: ({ webhookId, applicationId }) =>
      webhookId !== null && applicationId !== null && PROXIES.has(applicationId),
    vanished(message) {
      if (message.webhookId !== null || message.author.bot) return;
      gone.set(message.channelId, [message, ...(gone.get(message.channelId) ?? [])].slice(0, 20));
    },
    find(message) {
      const around = message.channel.messages.cache.filter((other) => isPersons(other)).values();
      const original = [...(gone.get(message.channelId) ?? []), ...around]
        .filter((other) => isReplacement(message, other))
        .toSorted((a, b) => b.createdTimestamp - a.createdTimestamp)[0];
      const key = `${message.guildId} ${message.author.username}`;
      const author = original?.author ?? members.get(key);
      if (author === undefined) return null;
      members.set(key, author);
      return { author, original: original ?? null };
    },
  };
}

const isPersons = ({ webhookId, author, system }: Message): boolean => webhookId === null && !author.bot && !system;

/** The marks by which a proxy knows whose words they are stand around them, and are not said again. */
function isReplacement(said: Message, original: Message): boolean {
  const agoMs = said.createdTimestamp - original.createdTimestamp;
  if (agoMs < 0 || agoMs > REPLACED_WITHIN_MS) return false;
  if (said.content !== '') return original.content.includes(said.content);
  return said.attachments.size > 0 && original.attachments.size === said.attachments.size;
}
