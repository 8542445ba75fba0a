import type { Place } from '@tzurot/contracts';
import { PermissionFlagsBits, type TextBasedChannel } from 'discord.js';
import { isOpenToServer, listQuotable } from '../discord/readers.ts';

/** Where somebody said something, who will read a reply there, and what may be quoted to them. */
export function describePlace(channel: TextBasedChannel, authorId: string): Place {
  if (channel.isDMBased()) {
    return { kind: 'dm', channelId: channel.id, reach: 'owner_dm', isAgeRestricted: false, quotableChannelIds: [] };
  }
  const isThread = channel.isThread();
  const parent = isThread ? channel.parent : null;
  const categoryId = (isThread ? parent?.parentId : channel.parentId) ?? null;
  return {
    kind: isThread ? 'thread' : 'channel',
    channelId: channel.id,
    ...(isThread && channel.parentId !== null && { parentId: channel.parentId }),
    ...(categoryId !== null && { categoryId }),
    guildId: channel.guildId,
    channelName: channel.name,
    guildName: channel.guild.name,
    reach: isOpenToServer(channel) ? 'guild' : 'channel',
    quotableChannelIds: listQuotable(channel.guild.members.cache.get(authorId) ?? null, channel),
    isAgeRestricted: (isThread ? parent : channel)?.nsfw ?? false,
  };
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
