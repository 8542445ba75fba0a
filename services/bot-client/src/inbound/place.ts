import type { Place, Reach } from '@tzurot/contracts';
import { ChannelType, type GuildTextBasedChannel, PermissionFlagsBits, type TextBasedChannel } from 'discord.js';

/** Where a message was said, and who will read a reply there. */
export function describePlace(channel: TextBasedChannel): Place {
  if (channel.isDMBased()) {
    return { kind: 'dm', channelId: channel.id, reach: 'owner_dm', isAgeRestricted: false };
  }
  const isThread = channel.isThread();
  const parent = isThread ? channel.parent : null;
  return {
    kind: isThread ? 'thread' : 'channel',
    channelId: channel.id,
    ...(isThread && channel.parentId !== null && { parentId: channel.parentId }),
    guildId: channel.guildId,
    channelName: channel.name,
    guildName: channel.guild.name,
    reach: reachOf(channel),
    isAgeRestricted: (isThread ? parent : channel)?.nsfw ?? false,
  };
}

function reachOf(channel: GuildTextBasedChannel): Reach {
  return canEveryoneRead(channel) ? 'guild' : 'channel';
}

/** Everyone in the guild can open the channel and read what was said there before. */
export function canEveryoneRead(channel: GuildTextBasedChannel): boolean {
  if (channel.type === ChannelType.PrivateThread) return false;
  const permissions = channel.permissionsFor(channel.guild.roles.everyone);
  return permissions?.has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]) ?? false;
}

/** What the bot lacks to answer here at all, in words; null when nothing. Webhooks are not among it: there is a way without. */
export function missingToAnswer(channel: TextBasedChannel, botUserId: string): string | null {
  if (channel.isDMBased()) return null;
  const permissions = channel.permissionsFor(botUserId);
  if (!permissions?.has(PermissionFlagsBits.ViewChannel)) return 'View Channel';
  const send = channel.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  if (!permissions.has(send)) return channel.isThread() ? 'Send Messages in Threads' : 'Send Messages';
  return null;
}
