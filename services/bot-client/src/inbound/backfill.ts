import { listDmChannels, snowflakeTimeMs } from '@tzurot/contracts';
import { type Clock, type Log, type RouteClient, waitFor } from '@tzurot/platform';
import { type Client, type Message, PermissionFlagsBits, type TextBasedChannel } from 'discord.js';
import type { Intake } from './intake.ts';
import { isNewer, type MarkTracker } from './mark.ts';

const PAGE = 100;
const CHANNELS_AT_ONCE = 3;

interface BackfillParts {
  client: Client<true>;
  gateway: RouteClient;
  intake: Intake;
  clock: Clock;
  log: Log;
  /** Older messages are noted, not answered: nobody wants yesterday's question answered at breakfast. */
  maxAgeMs: number;
}

/**
 * Looks at everything that was written while nobody listened: every channel and active thread of a shard
 * whose newest message is newer than the mark, and the direct messages on shard 0.
 * @returns how many messages were looked at
 */
export async function catchUp(
  shardId: number,
  since: string,
  mark: MarkTracker,
  parts: BackfillParts,
): Promise<number> {
  const channels = [
    ...guildChannels(shardId, since, parts.client),
    ...(shardId === 0 ? await dmChannels(since, parts) : []),
  ];
  let seen = 0;
  const worker = async () => {
    for (let channel = channels.shift(); channel !== undefined; channel = channels.shift()) {
      seen += await catchUpChannel(channel, since, mark, parts).catch((error: unknown) => {
        parts.log.warn({ err: error, channelId: channel?.id }, 'channel could not be looked at after the gap');
        return 0;
      });
    }
  };
  await Promise.all(Array.from({ length: CHANNELS_AT_ONCE }, worker));
  return seen;
}

async function catchUpChannel(
  channel: TextBasedChannel,
  since: string,
  mark: MarkTracker,
  parts: BackfillParts,
): Promise<number> {
  let seen = 0;
  for (let after = since; ; ) {
    const page = await channel.messages.fetch({ after, limit: PAGE, cache: true });
    const messages = [...page.values()].toSorted((a, b) => (isNewer(a.id, b.id) ? 1 : -1));
    for (const message of messages) await receive(message, mark, parts);
    seen += messages.length;
    const newest = messages.at(-1);
    if (newest === undefined || messages.length < PAGE) return seen;
    after = newest.id;
  }
}

async function receive(message: Message, mark: MarkTracker, { intake, clock, maxAgeMs }: BackfillParts): Promise<void> {
  const ageMs = clock.now().getTime() - snowflakeTimeMs(message.id);
  if (ageMs > maxAgeMs) mark.note(message.id);
  else await intake.receiveMissed(message, mark);
}

const CAN_READ = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory];

function guildChannels(shardId: number, since: string, client: Client<true>): TextBasedChannel[] {
  return [...client.channels.cache.values()].filter((channel): channel is TextBasedChannel => {
    if (channel.isDMBased() || !channel.isTextBased() || channel.guild.shardId !== shardId) return false;
    if (channel.lastMessageId === null || !isNewer(channel.lastMessageId, since)) return false;
    return channel.permissionsFor(client.user.id)?.has(CAN_READ) ?? false;
  });
}

async function dmChannels(since: string, { client, gateway, log }: BackfillParts): Promise<TextBasedChannel[]> {
  // Giving up would leave every new message waiting behind a look back that never ends.
  const { channelIds } = await waitFor('direct channels', () => gateway.call(listDmChannels), { log });
  const channels: TextBasedChannel[] = [];
  for (const channelId of channelIds) {
    const channel = await client.channels.fetch(channelId, { force: true }).catch((error: unknown) => {
      log.info({ err: error, channelId }, 'direct messages could not be looked at');
      return null;
    });
    if (!channel?.isTextBased() || !channel.isDMBased()) continue;
    const { lastMessageId } = channel;
    if (lastMessageId && isNewer(lastMessageId, since)) channels.push(channel);
  }
  return channels;
}
