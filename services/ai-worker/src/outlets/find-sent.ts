import { compareSnowflakes, listUnclaimedMessages, snowflakeAt, snowflakeTimeMs } from '@tzurot/contracts';
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

export type Found = { kind: 'found'; messageId: string } | { kind: 'none' } | { kind: 'unreadable' };

const PAGE_SIZE = 100;
const MAX_PAGES = 10;
/** How far Discord's clock and ours may be apart. */
const CLOCK_SLACK_MS = 5 * 60_000;

/**
 * Looks for one of our messages that no post has recorded, the oldest first.
 * @returns unreadable when the bot may not read what was said here
 * @throws whatever the failed reading threw, when it may work later
 */
export async function findSent(
  doubtful: DoubtfulMessage,
  { discord, gateway, untilMs }: { discord: DiscordApi; gateway: RouteClient; untilMs: number },
): Promise<Found> {
  const ownId = await discord.readOwnId();
  const messages = await readMessages(doubtful, { discord, untilMs });
  if (messages === null) return { kind: 'unreadable' };

  const candidates = messages
    .filter((message) => isOurs(message, doubtful, ownId))
    .map(({ id }) => id)
    .toSorted(compareSnowflakes);
  if (candidates.length === 0) return { kind: 'none' };
  const { messageIds } = await gateway.call(listUnclaimedMessages, {
    params: { turnId: doubtful.turnId },
    body: { messageIds: candidates.slice(0, PAGE_SIZE) },
  });
  const [oldest] = messageIds.toSorted(compareSnowflakes);
  return oldest === undefined ? { kind: 'none' } : { kind: 'found', messageId: oldest };
}

function isOurs(message: SentMessage, { webhookId, username, prefix, hash }: DoubtfulMessage, botId: string): boolean {
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
  { discord, untilMs }: { discord: DiscordApi; untilMs: number },
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
