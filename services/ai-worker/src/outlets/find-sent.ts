import {
  compareSnowflakes,
  listRemovedMessages,
  listUnclaimedMessages,
  snowflakeAt,
  snowflakeTimeMs,
} from '@tzurot/contracts';
import type { RouteClient } from '@tzurot/platform';

import type { DiscordApi, SentMessage } from './discord-api.ts';
import { readDiscordFailure } from './discord-failure.ts';
import { hashText } from './text-hash.ts';

/** What may stand in a channel without our knowing. */
export interface DoubtfulMessage {
  turnId: string;
  channelId: string;
  triggerId: string;
  sendingAt: Date;
  /** Null when the bot itself spoke. */
  webhookId: string | null;
  /** Under which a webhook spoke; null when nobody knows any more. */
  username: string | null;
  /** In front of the text when the bot spoke. */
  prefix: string;
  hash: string;
}

export type Found =
  | { kind: 'found'; messageId: string }
  /** It arrived, and somebody deleted it before it was recorded. */
  | { kind: 'removed'; messageId: string }
  | { kind: 'none' }
  | { kind: 'unreadable' };

const PAGE_SIZE = 100;
const MAX_PAGES = 10;
/** How far Discord's clock and ours may be apart. */
const CLOCK_SLACK_MS = 5 * 60_000;

interface Tools {
  discord: DiscordApi;
  gateway: RouteClient;
  untilMs: number;
}

/**
 * Looks for one of our messages that no post has recorded, the oldest first.
 * @returns unreadable when the bot may not read what was said here
 * @throws whatever the failed reading threw, when it may work later
 */
export async function findSent(doubtful: DoubtfulMessage, tools: Tools): Promise<Found> {
  const { discord, gateway } = tools;
  const params = { turnId: doubtful.turnId };
  const candidates = await listCandidates(doubtful, tools);
  if (candidates !== null && candidates.length > 0) {
    const { messageIds } = await gateway.call(listUnclaimedMessages, { params, body: { messageIds: candidates } });
    const [oldest] = messageIds.toSorted(compareSnowflakes);
    if (oldest !== undefined) return { kind: 'found', messageId: oldest };
  }
  const ownId = await discord.readOwnId();
  const { messages } = await gateway.call(listRemovedMessages, { params });
  const removed = messages.find(({ id, webhookId, name, text }) => {
    const author = webhookId === null ? { id: ownId, username: name } : { id: webhookId, username: name };
    return isOurs({ id, webhook_id: webhookId ?? undefined, author, content: text }, doubtful, ownId);
  });
  if (removed !== undefined) return { kind: 'removed', messageId: removed.id };
  return { kind: candidates === null ? 'unreadable' : 'none' };
}

/**
 * The ids of the messages that a doubtful send may have left, the oldest first, whoever has recorded them.
 * @returns null when the bot may not read what was said here
 */
export async function listCandidates(
  doubtful: DoubtfulMessage,
  tools: Omit<Tools, 'gateway'>,
): Promise<string[] | null> {
  const ownId = await tools.discord.readOwnId();
  const messages = await readMessages(doubtful, tools);
  if (messages === null) return null;
  return messages
    .filter((message) => isOurs(message, doubtful, ownId))
    .map(({ id }) => id)
    .toSorted(compareSnowflakes)
    .slice(0, PAGE_SIZE);
}

type Recognisable = Pick<SentMessage, 'id' | 'content' | 'author' | 'webhook_id'>;

function isOurs(message: Recognisable, { webhookId, username, prefix, hash }: DoubtfulMessage, botId: string): boolean {
  if (webhookId !== null) {
    return (
      message.webhook_id === webhookId &&
      (username === null || message.author.username === username) &&
      hashText(message.content) === hash
    );
  }
  if (message.author.id !== botId) return false;
  const bare = prefix.trimEnd();
  const text = bare !== '' && message.content.startsWith(bare) ? message.content.slice(bare.length) : message.content;
  return hashText(text) === hash;
}

/** What was said since the chunk could first have arrived; null when that cannot be known. */
async function readMessages(
  { channelId, triggerId, sendingAt }: DoubtfulMessage,
  { discord, untilMs }: Omit<Tools, 'gateway'>,
): Promise<SentMessage[] | null> {
  const earliest = snowflakeAt(sendingAt.getTime() - CLOCK_SLACK_MS);
  let after = compareSnowflakes(triggerId, earliest) > 0 ? triggerId : earliest;
  const messages: SentMessage[] = [];
  try {
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const read = await discord.listMessages(channelId, { after, limit: PAGE_SIZE });
      messages.push(...read);
      const newest = read
        .map(({ id }) => id)
        .toSorted(compareSnowflakes)
        .at(-1);
      if (newest === undefined) break;
      after = newest;
      if (read.length < PAGE_SIZE || snowflakeTimeMs(newest) > untilMs + CLOCK_SLACK_MS) break;
      if (page === MAX_PAGES - 1) return null;
    }
    if (messages.length > 0) return messages;
    // An empty list may mean that nothing was said, or that the bot may not read: then the channel has no past either.
    const any = await discord.listMessages(channelId, { limit: 1 });
    return any.length > 0 ? [] : null;
  } catch (thrown) {
    const { kind } = readDiscordFailure(thrown);
    if (kind === 'forbidden' || kind === 'undeliverable') return null;
    throw thrown;
  }
}
