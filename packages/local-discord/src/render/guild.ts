import { maySee } from '../world/permissions.ts';
import type { Emoji, Guild, Sticker } from '../world/types.ts';
import type { Viewer, World } from '../world/world.ts';
import { renderChannel, renderThread } from './channel.ts';
import { renderMember } from './member.ts';
import { renderRole } from './role.ts';
import { isoTime } from './time.ts';
import { renderUserById } from './user.ts';

/** A guild as REST gives it. */
export function renderGuild(world: World, guild: Guild): Record<string, unknown> {
  return {
    id: guild.id,
    name: guild.name,
    icon: guild.icon,
    description: guild.description,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    owner_id: guild.ownerId,
    application_id: null,
    region: 'us-central',
    afk_channel_id: null,
    afk_timeout: guild.afkTimeout,
    system_channel_id: guild.systemChannelId,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: guild.verificationLevel,
    roles: [...guild.roles.values()].map(renderRole),
    default_message_notifications: guild.defaultMessageNotifications,
    mfa_level: 0,
    explicit_content_filter: guild.explicitContentFilter,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: guild.preferredLocale,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [...guild.emojis.values()].map((emoji) => renderEmoji(world, emoji)),
    stickers: [...guild.stickers.values()].map((sticker) => renderSticker(world, guild, sticker)),
    incidents_data: null,
  };
}

/**
 * A guild as the gateway gives it when it becomes available to this viewer.
 * @param withAllMembers false for bots without the presence intent, who get only themselves.
 */
export function renderAvailableGuild(
  world: World,
  guild: Guild,
  viewer: Viewer,
  withAllMembers: boolean,
): Record<string, unknown> {
  const members = [...guild.members.values()].filter((each) => withAllMembers || each.userId === viewer.userId);
  const self = guild.members.get(viewer.userId);
  const visible = (channelId: string) => {
    const channel = world.channels.get(channelId);
    return channel && maySee(world, viewer.userId, channel) ? [channel] : [];
  };
  return {
    ...renderGuild(world, guild),
    joined_at: self ? isoTime(self.joinedAtMs) : null,
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: members.map((member) => renderMember(world, member)),
    // Bots are given every channel of the guild, those they cannot see as well; people only theirs.
    channels: [...guild.channelIds].flatMap((channelId) => {
      const channel = world.channels.get(channelId);
      if (!channel) return [];
      return viewer.bot || maySee(world, viewer.userId, channel) ? [renderChannel(world, channel, viewer)] : [];
    }),
    threads: [...guild.threadIds]
      .flatMap(visible)
      .flatMap((channel) =>
        channel.kind === 'thread' && !channel.archived ? [renderThread(channel, viewer.userId)] : [],
      ),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function renderEmoji(world: World, emoji: Emoji): Record<string, unknown> {
  return {
    id: emoji.id,
    name: emoji.name,
    roles: [...emoji.roleIds],
    user: renderUserById(world, emoji.userId),
    require_colons: true,
    managed: false,
    animated: emoji.animated,
    available: true,
  };
}

export function renderSticker(world: World, guild: Guild, sticker: Sticker): Record<string, unknown> {
  return {
    id: sticker.id,
    name: sticker.name,
    tags: sticker.tags,
    type: 2,
    format_type: sticker.formatType,
    description: sticker.description,
    available: true,
    guild_id: guild.id,
    user: renderUserById(world, sticker.userId),
  };
}
