import { ChannelType } from 'discord-api-types/v10';
import { permissionsIn } from '../world/permissions.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type {
  Channel,
  DirectChannel,
  ForumTag,
  GuildChannel,
  Overwrite,
  Thread,
  ThreadMember,
} from '../world/types.ts';
import type { Viewer, World } from '../world/world.ts';
import { isoTime, isoTimeOrNull } from './time.ts';
import { renderUserById } from './user.ts';

/** A channel of any kind in Discord's words. */
export function renderChannel(world: World, channel: Channel, viewer: Viewer): Record<string, unknown> {
  switch (channel.kind) {
    case 'guild':
      return renderGuildChannel(channel);
    case 'thread':
      return renderThread(channel, viewer.userId);
    case 'direct':
      return renderDirectChannel(world, channel, viewer.userId);
  }
}

export function renderGuildChannel(channel: GuildChannel): Record<string, unknown> {
  const common = {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    name: channel.name,
    position: channel.position,
    parent_id: channel.parentId,
    permission_overwrites: channel.overwrites.map(renderOverwrite),
    flags: channel.flags,
    nsfw: channel.nsfw,
  };
  if (channel.type === ChannelType.GuildCategory) return common;

  const texting = {
    ...common,
    topic: channel.topic,
    last_message_id: channel.lastMessageId,
    rate_limit_per_user: channel.slowModeSeconds,
    ...(channel.defaultAutoArchiveMinutes === null
      ? {}
      : { default_auto_archive_duration: channel.defaultAutoArchiveMinutes }),
    ...(channel.threadSlowModeSeconds > 0 ? { default_thread_rate_limit_per_user: channel.threadSlowModeSeconds } : {}),
    ...(channel.lastPinAtMs === null ? {} : { last_pin_timestamp: isoTime(channel.lastPinAtMs) }),
  };
  if (channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia) {
    return {
      ...texting,
      available_tags: channel.availableTags.map(renderTag),
      default_reaction_emoji: channel.defaultReaction && {
        emoji_id: channel.defaultReaction.emojiId,
        emoji_name: channel.defaultReaction.emojiName,
      },
      default_sort_order: channel.defaultSortOrder,
      default_forum_layout: channel.defaultForumLayout,
    };
  }
  if (channel.type === ChannelType.GuildVoice || channel.type === ChannelType.GuildStageVoice) {
    return { ...texting, bitrate: channel.bitrate, user_limit: channel.userLimit, rtc_region: null };
  }
  return texting;
}

/** @param viewerId whose membership, if any, is shown as `member`. */
export function renderThread(thread: Thread, viewerId?: Snowflake): Record<string, unknown> {
  const member = viewerId === undefined ? undefined : thread.members.get(viewerId);
  return {
    id: thread.id,
    type: thread.type,
    guild_id: thread.guildId,
    parent_id: thread.parentId,
    owner_id: thread.ownerId,
    name: thread.name,
    last_message_id: thread.lastMessageId,
    rate_limit_per_user: thread.slowModeSeconds,
    bitrate: 64_000,
    user_limit: 0,
    rtc_region: null,
    message_count: thread.messageCount,
    member_count: Math.min(thread.members.size, 50),
    total_message_sent: thread.totalMessageSent,
    flags: thread.flags,
    thread_metadata: {
      archived: thread.archived,
      archive_timestamp: isoTime(thread.archiveChangedAtMs),
      auto_archive_duration: thread.autoArchiveMinutes,
      locked: thread.locked,
      create_timestamp: isoTime(thread.createdAtMs),
      ...(thread.type === ChannelType.PrivateThread ? { invitable: thread.invitable } : {}),
    },
    ...(thread.lastPinAtMs === null ? {} : { last_pin_timestamp: isoTime(thread.lastPinAtMs) }),
    ...(thread.appliedTags.length > 0 ? { applied_tags: [...thread.appliedTags] } : {}),
    ...(member ? { member: renderThreadMember(thread, member) } : {}),
  };
}

export function renderThreadMember(
  thread: Thread,
  member: ThreadMember,
): { id: Snowflake; user_id: Snowflake; join_timestamp: string; flags: number } {
  return { id: thread.id, user_id: member.userId, join_timestamp: isoTime(member.joinedAtMs), flags: 1 };
}

function renderDirectChannel(world: World, channel: DirectChannel, viewerId: Snowflake): Record<string, unknown> {
  return {
    id: channel.id,
    type: channel.type,
    last_message_id: channel.lastMessageId,
    flags: 0,
    ...(channel.group ? { owner_id: channel.group.ownerId, name: channel.group.name, icon: channel.group.icon } : {}),
    recipients: channel.recipientIds.filter((id) => id !== viewerId).map((id) => renderUserById(world, id)),
    ...(channel.lastPinAtMs === null ? {} : { last_pin_timestamp: isoTimeOrNull(channel.lastPinAtMs) }),
  };
}

/** A channel as it stands in an interaction: few fields, and what the invoker may do there. */
export function renderInteractionChannel(world: World, channel: Channel, viewer: Viewer): Record<string, unknown> {
  if (channel.kind === 'direct') return renderDirectChannel(world, channel, viewer.userId);
  return {
    ...renderChannel(world, channel, viewer),
    permissions: permissionsIn(world, viewer.userId, channel).toString(),
  };
}

function renderOverwrite({ id, type, allow, deny }: Overwrite): Record<string, unknown> {
  return { id, type, allow: allow.toString(), deny: deny.toString() };
}

function renderTag(tag: ForumTag): Record<string, unknown> {
  return {
    id: tag.id,
    name: tag.name,
    moderated: tag.moderated,
    emoji_id: tag.emojiId,
    emoji_name: tag.emojiName,
  };
}
