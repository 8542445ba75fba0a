import { ChannelType, OverwriteType } from 'discord-api-types/v10';
import { apiError, formError } from '../errors.ts';
import type { ChannelSettingsForm } from '../forms/channel.ts';
import type { ForumTag, GuildChannel, Overwrite } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** Takes over what a form says of a channel; absent keys leave it as it is. */
export function applySettings(world: World, channel: GuildChannel, form: ChannelSettingsForm): void {
  if (form.topic !== undefined) {
    checkTopic(channel, form.topic);
    channel.topic = form.topic;
  }
  if (form.parent_id !== undefined) {
    checkParent(world, channel, form.parent_id);
    channel.parentId = form.parent_id;
  }
  if (form.permission_overwrites)
    channel.overwrites = form.permission_overwrites.map((each) => toOverwrite(world, channel, each));
  const tagNames = (form.available_tags ?? []).map(({ name }) => name.toLowerCase());
  if (new Set(tagNames).size < tagNames.length) throw apiError('tagNamesNotUnique');
  if (form.available_tags) channel.availableTags = form.available_tags.map((each) => toTag(world, each));
  if (form.default_reaction_emoji !== undefined) {
    channel.defaultReaction = form.default_reaction_emoji && {
      emojiId: form.default_reaction_emoji.emoji_id ?? null,
      emojiName: form.default_reaction_emoji.emoji_name ?? null,
    };
  }
  if (form.default_sort_order !== undefined) channel.defaultSortOrder = form.default_sort_order;
  if (form.default_auto_archive_duration !== undefined) {
    channel.defaultAutoArchiveMinutes = form.default_auto_archive_duration;
  }
  channel.nsfw = form.nsfw ?? channel.nsfw;
  channel.slowModeSeconds = form.rate_limit_per_user ?? channel.slowModeSeconds;
  channel.threadSlowModeSeconds = form.default_thread_rate_limit_per_user ?? channel.threadSlowModeSeconds;
  channel.position = form.position ?? channel.position;
  channel.defaultForumLayout = form.default_forum_layout ?? channel.defaultForumLayout;
  channel.flags = form.flags ?? channel.flags;
  channel.bitrate = form.bitrate ?? channel.bitrate;
  channel.userLimit = form.user_limit ?? channel.userLimit;
}

const MAX_TOPIC = 1_024;

/** Only forums may have long topics. */
function checkTopic(channel: GuildChannel, topic: string | null): void {
  const isForum = channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia;
  if (isForum || (topic?.length ?? 0) <= MAX_TOPIC) return;
  throw formError({
    path: ['topic'],
    code: 'BASE_TYPE_MAX_LENGTH',
    message: `Must be ${MAX_TOPIC} or fewer in length.`,
  });
}

function checkParent(world: World, channel: GuildChannel, parentId: string | null): void {
  if (parentId === null) return;
  const parent = world.channels.get(parentId);
  if (parent?.kind === 'guild' && parent.guildId === channel.guildId && parent.type === ChannelType.GuildCategory)
    return;
  throw formError({ path: ['parent_id'], code: 'CHANNEL_PARENT_INVALID', message: 'Category does not exist' });
}

function toOverwrite(
  world: World,
  channel: GuildChannel,
  form: {
    id: string;
    type?: OverwriteType | undefined;
    allow?: bigint | null | undefined;
    deny?: bigint | null | undefined;
  },
): Overwrite {
  const isRole = world.guilds.get(channel.guildId)?.roles.has(form.id) ?? false;
  return {
    id: form.id,
    type: form.type ?? (isRole ? OverwriteType.Role : OverwriteType.Member),
    allow: form.allow ?? 0n,
    deny: form.deny ?? 0n,
  };
}

function toTag(world: World, form: NonNullable<ChannelSettingsForm['available_tags']>[number]): ForumTag {
  return {
    id: form.id ?? world.newId(),
    name: form.name,
    moderated: form.moderated ?? false,
    emojiId: form.emoji_id ?? null,
    emojiName: form.emoji_name ?? null,
  };
}
