import type { Reference, SceneFacts } from '@tzurot/contracts';
import type { GuildBasedChannel, Message, TextBasedChannel } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { mayBeTold } from '../discord/readers.ts';
import { toForwardedMessage, toSceneMessage } from './scene-message.ts';

const RECENT_MESSAGES = 40;
const REFERENCE_DEPTH = 3;
const MAX_REFERENCES = 20;
const PRIMED_CHANNELS = 10_000;
const MESSAGE_LINK = /https?:\/\/(?:[\w.-]+)(?::\d+)?\/channels\/(\d{17,20}|@me)\/(\d{17,20})\/(\d{17,20})/g;

export interface SceneGatherer {
  /**
   * Everything around a message that its readers and whoever asks may read. What cannot be fetched is left out.
   * @param askerId for whom it is gathered, where somebody else than the message's author
   * @param joined what is answered together with it
   */
  gather(message: Message, askerId?: string, joined?: readonly Message[]): Promise<SceneFacts>;
  /** The same where no message is answered: what was said last, or before a message. */
  gatherLast(channel: TextBasedChannel, beforeId?: string): Promise<SceneFacts>;
  /** The connection was lost for longer than Discord replays: what is in the cache has holes. */
  forgetCaches(): void;
}

/** All that stands in a channel before a message, back to where it begins. */
export interface SeenPart {
  channelId: string;
  before: string;
  messageIds: string[];
  fromTheStart: boolean;
}

/**
 * Gathers scenes. After one fetch per channel, the messages that the gateway delivers keep the cache
 * complete, so later scenes there cost no request.
 */
export function createSceneGatherer({
  reconcile,
}: {
  /** Told of what was fetched, before the scene is used: what is not among it was deleted while we were away. */
  reconcile: (part: SeenPart) => Promise<void>;
}): SceneGatherer {
  const primed = new LRUCache<string, true>({ max: PRIMED_CHANNELS });

  async function recentMessages(message: Message): Promise<Message[]> {
    const { messages } = message.channel;
    if (!primed.has(message.channelId)) {
      const fetched = await messages.fetch({ before: message.id, limit: RECENT_MESSAGES });
      primed.set(message.channelId, true);
      await reconcile({
        channelId: message.channelId,
        before: message.id,
        messageIds: [...fetched.keys()],
        fromTheStart: fetched.size < RECENT_MESSAGES,
      });
      return [...fetched.values()];
    }
    return [...messages.cache.filter((other) => BigInt(other.id) < BigInt(message.id)).values()];
  }

  return {
    async gather(message, askerId = message.author.id, joined = []) {
      const [starter, recent, references] = await Promise.all([
        starterOf(message),
        recentMessages(message).catch(() => []),
        followReferences([message, ...joined], askerId),
      ]);
      const asked = new Set([message, ...joined].map(({ id }) => id));
      const ids = new Set(recent.map(({ id }) => id));
      return {
        recent: [...starter.filter(({ id }) => !ids.has(id)), ...recent]
          .filter((other) => !other.system && !asked.has(other.id))
          .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
          .slice(-RECENT_MESSAGES)
          .map(toSceneMessage),
        references,
      };
    },
    async gatherLast(channel, beforeId) {
      const fetched = await channel.messages
        .fetch({ limit: RECENT_MESSAGES, ...(beforeId !== undefined && { before: beforeId }) })
        .catch(() => null);
      const recent = [...(fetched?.values() ?? [])].filter((other) => !other.system).toReversed();
      return { recent: recent.map(toSceneMessage), references: [] };
    },
    forgetCaches: () => primed.clear(),
  };
}

/** What a thread was made from. It stands in the channel beside, so a thread's own messages do not have it. */
async function starterOf({ channel }: Message): Promise<Message[]> {
  const starter = channel.isThread() ? await channel.fetchStarterMessage().catch(() => null) : null;
  return starter === null ? [] : [starter];
}

/** Replies, forwards and links, breadth first, so that the nearest ones survive the cap. */
async function followReferences(asked: readonly [Message, ...Message[]], askerId: string): Promise<Reference[]> {
  const [trigger] = asked;
  const asker = trigger.guild?.members.cache.get(askerId) ?? null;
  const mayQuote = (channel: GuildBasedChannel) => trigger.inGuild() && mayBeTold(asker, trigger.channel, channel);
  const seen = new Set(asked.map(({ id }) => id));
  const references: Reference[] = [];
  let level: Message[] = [...asked];
  for (let depth = 1; depth <= REFERENCE_DEPTH && level.length > 0; depth++) {
    const found = await Promise.all(level.map((message) => referencesOf(message, mayQuote)));
    level = [];
    for (const { kind, source, message } of found.flat()) {
      if (seen.has(message.id) || references.length >= MAX_REFERENCES) continue;
      seen.add(message.id);
      references.push({ kind, depth, message });
      if (source) level.push(source);
    }
  }
  return references;
}

/** Whether what stands in another channel may be shown. */
type MayQuote = (channel: GuildBasedChannel) => boolean;

interface FoundReference {
  kind: Reference['kind'];
  message: Reference['message'];
  /** Where to look further; a forward shows no more than itself. */
  source: Message | null;
}

async function referencesOf(message: Message, mayQuote: MayQuote): Promise<FoundReference[]> {
  const forwards = [...message.messageSnapshots.values()].map((snapshot): FoundReference => {
    return { kind: 'forward', message: toForwardedMessage(snapshot, message), source: null };
  });
  const [reply, ...links] = await Promise.all([repliedTo(message), ...linkedMessages(message, mayQuote)]);
  return [
    ...(reply ? [{ kind: 'reply' as const, message: toSceneMessage(reply), source: reply }] : []),
    ...forwards,
    ...links
      .filter((linked) => linked !== null)
      .map((linked) => ({ kind: 'link' as const, message: toSceneMessage(linked), source: linked })),
  ];
}

async function repliedTo(message: Message): Promise<Message | null> {
  const { messageId, channelId } = message.reference ?? {};
  if (messageId === undefined || channelId !== message.channelId) return null;
  if (message.messageSnapshots.size > 0) return null;
  return fetchMessage(message.channel, messageId);
}

/** What is linked, where whoever asks and all who will read the reply may read it too. */
function linkedMessages(message: Message, mayQuote: MayQuote): Promise<Message | null>[] {
  const links = [...message.content.matchAll(MESSAGE_LINK)].slice(0, 5);
  return links.map(async ([, guildId = '', channelId = '', messageId = '']) => {
    if (channelId === message.channelId) return fetchMessage(message.channel, messageId);
    const channel = guildId === message.guildId ? message.guild?.channels.cache.get(channelId) : undefined;
    if (!channel?.isTextBased() || !mayQuote(channel)) return null;
    return fetchMessage(channel, messageId);
  });
}

async function fetchMessage(channel: TextBasedChannel, messageId: string): Promise<Message | null> {
  return channel.messages.fetch(messageId).catch(() => null);
}
