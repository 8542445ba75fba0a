import { isDmType, isThreadType } from '../discord/constants.ts';
import { isNewer } from '../discord/snowflake.ts';
import type { Channel, Message } from '../discord/types.ts';
import type { World } from './world.ts';

/** Whether this message asks for the person's attention: named, by a role, by everyone, or in a direct message. */
export const isMentioned = (world: World, message: Message): boolean => {
  const myId = world.me?.id;
  if (myId === undefined || message.author.id === myId) return false;
  const channel = world.channels.get(message.channel_id);
  if (channel !== undefined && isDmType(channel.type)) return true;
  if (message.mention_everyone === true) return true;
  if (message.mentions.some((user) => user.id === myId)) return true;
  const guildId = message.guild_id ?? channel?.guild_id;
  const myRoles = guildId === undefined ? undefined : world.members.get(guildId)?.get(myId)?.roles;
  return myRoles !== undefined && (message.mention_roles ?? []).some((roleId) => myRoles.includes(roleId));
};

/** Something was said here after what the person last read. A thread counts only once it was opened. */
export const isUnread = (world: World, channel: Channel): boolean => {
  const read = world.reads.get(channel.id);
  if (read === undefined && isThreadType(channel.type)) return false;
  return isNewer(channel.last_message_id, read?.lastReadId);
};

export const mentionCount = (world: World, channelId: string): number => world.reads.get(channelId)?.mentionCount ?? 0;

/** What the icon of a guild shows: any unread channel, and the mentions of all of them. */
export const guildAttention = (
  world: World,
  guildId: string,
  isVisible: (channel: Channel) => boolean,
): { isUnread: boolean; mentions: number } => {
  let unread = false;
  let mentions = 0;
  for (const channel of world.channels.values()) {
    if (channel.guild_id !== guildId || !isVisible(channel)) continue;
    unread ||= isUnread(world, channel);
    mentions += mentionCount(world, channel.id);
  }
  return { isUnread: unread, mentions };
};
