import { MAX_CHARACTERS_PER_TRIGGER } from '@tzurot/contracts';
import { type Message, MessageType } from 'discord.js';
import type { AddressBook } from './address-book.ts';

/** What a message asks for, before anybody looked into the database. */
export interface Address {
  /** In the order in which they are to answer. */
  characterIds: string[];
  /** Called, but beyond the number that one message may summon. */
  tooMany: number;
  /** The message replied to, when it is one of ours: its character answers too. */
  repliesToOurs: boolean;
  isDm: boolean;
}

export interface Ourselves {
  userId: string;
  applicationId: string;
}

/**
 * Whether a message is for us; null when it is not. No I/O, since every message there is passes here:
 * webhooks and bots (our own included), system messages, and messages that address nobody are ignored.
 */
export function findAddress(message: Message, book: AddressBook, ourselves: Ourselves): Address | null {
  if (message.webhookId !== null || message.author.bot || message.author.system) return null;
  if (message.type !== MessageType.Default && message.type !== MessageType.Reply) return null;

  if (saysNothing(message)) return null;

  const listener = { authorId: message.author.id, guildId: message.guildId };
  const isDm = message.guildId === null;
  const repliesToOurs = isReplyToUs(message, ourselves);
  const called = book.findMentioned(message.content, listener);
  if (called.length === 0 && !repliesToOurs && !isDm) {
    const active = book.findActive(channelAndParent(message), listener);
    if (active === null) return null;
    return { characterIds: [active], tooMany: 0, repliesToOurs, isDm };
  }
  return {
    characterIds: called.slice(0, MAX_CHARACTERS_PER_TRIGGER),
    tooMany: Math.max(0, called.length - MAX_CHARACTERS_PER_TRIGGER),
    repliesToOurs,
    isDm,
  };
}

function isReplyToUs(message: Message, { userId, applicationId }: Ourselves): boolean {
  const referencedId = message.reference?.messageId;
  if (message.type !== MessageType.Reply || referencedId === undefined) return false;
  // discord.js keeps the referenced message, which Discord sends along, in the channel's cache.
  const referenced = message.channel.messages.cache.get(referencedId);
  return referenced !== undefined && (referenced.applicationId === applicationId || referenced.author.id === userId);
}

/** Nothing in it could be answered, such as an invitation to an activity. */
function saysNothing({ content, attachments, stickers, poll, messageSnapshots }: Message): boolean {
  return content === '' && attachments.size + stickers.size + messageSnapshots.size === 0 && poll === null;
}

/** A thread has the characters of its parent. */
function channelAndParent(message: Message): string[] {
  const { channel } = message;
  return channel.isThread() && channel.parentId !== null ? [channel.id, channel.parentId] : [message.channelId];
}
