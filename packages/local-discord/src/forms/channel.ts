import {
  ChannelType,
  ForumLayoutType,
  OverwriteType,
  SortOrderType,
  ThreadAutoArchiveDuration,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { imageData, optional, permissionBits, snowflake, trimmed, withDefault } from './fields.ts';
import { problem } from './parse.ts';

const MAX_SLOW_MODE_SECONDS = 21_600;
const slowMode = z.int().min(0).max(MAX_SLOW_MODE_SECONDS);
const topic = z.string().max(4_096);

const overwrites = z.array(
  z.object({
    id: snowflake,
    type: optional(z.enum(OverwriteType)),
    allow: permissionBits.nullish(),
    deny: permissionBits.nullish(),
  }),
);

const tag = z.object({
  id: snowflake.nullish(),
  name: trimmed(1, 20),
  moderated: z.boolean().nullish(),
  emoji_id: snowflake.nullish(),
  emoji_name: z.string().nullish(),
});

const settings = {
  topic: topic.nullish(),
  nsfw: z.boolean().nullish(),
  rate_limit_per_user: slowMode.nullish(),
  position: z.int().min(0).nullish(),
  parent_id: snowflake.nullish(),
  permission_overwrites: overwrites.nullish(),
  default_auto_archive_duration: z.enum(ThreadAutoArchiveDuration).nullish(),
  default_thread_rate_limit_per_user: slowMode.nullish(),
  available_tags: z.array(tag).max(20).nullish(),
  default_reaction_emoji: z.object({ emoji_id: snowflake.nullish(), emoji_name: z.string().nullish() }).nullish(),
  default_sort_order: z.enum(SortOrderType).nullish(),
  default_forum_layout: z.enum(ForumLayoutType).nullish(),
  flags: z.int().min(0).nullish(),
  bitrate: z.int().min(8_000).max(384_000).nullish(),
  user_limit: z.int().min(0).max(10_000).nullish(),
};

export const createChannelForm = z.object({
  ...settings,
  name: trimmed(1, 100),
  type: withDefault(
    z.union([
      z.literal(ChannelType.GuildText),
      z.literal(ChannelType.GuildVoice),
      z.literal(ChannelType.GuildCategory),
      z.literal(ChannelType.GuildAnnouncement),
      z.literal(ChannelType.GuildStageVoice),
      z.literal(ChannelType.GuildForum),
      z.literal(ChannelType.GuildMedia),
    ]),
    ChannelType.GuildText,
  ),
});

export type ChannelSettingsForm = Partial<z.output<z.ZodObject<typeof settings>>>;

/** For channels and threads alike; each takes what concerns it. */
export const editChannelForm = z.object({
  ...settings,
  name: trimmed(1, 100).nullish(),
  /** Of a group of people. */
  icon: imageData.nullish(),
  type: z.union([z.literal(ChannelType.GuildText), z.literal(ChannelType.GuildAnnouncement)]).nullish(),
  archived: z.boolean().nullish(),
  auto_archive_duration: z.enum(ThreadAutoArchiveDuration).nullish(),
  locked: z.boolean().nullish(),
  invitable: z.boolean().nullish(),
  applied_tags: z.array(snowflake).max(5).nullish(),
});

export type EditChannelForm = z.output<typeof editChannelForm>;

const threadBase = {
  name: trimmed(1, 100),
  auto_archive_duration: z.enum(ThreadAutoArchiveDuration).nullish(),
  rate_limit_per_user: slowMode.nullish(),
};

export const threadFromMessageForm = z.object(threadBase);

export const createThreadForm = z.object({
  ...threadBase,
  type: z
    .union([
      z.literal(ChannelType.PublicThread),
      z.literal(ChannelType.PrivateThread),
      z.literal(ChannelType.AnnouncementThread),
    ])
    .nullish(),
  invitable: z.boolean().nullish(),
  applied_tags: z.array(snowflake).max(5).nullish(),
  message: z.unknown().optional(),
});

export const overwriteForm = z
  .object({ type: z.enum(OverwriteType), allow: permissionBits.nullish(), deny: permissionBits.nullish() })
  .superRefine(({ allow, deny }, ctx) => {
    if ((allow ?? 0n) & (deny ?? 0n)) {
      ctx.addIssue(problem('PERMISSION_OVERWRITE_CONFLICT', 'The same permission cannot be both allowed and denied.'));
    }
  });

export const positionsForm = z.array(
  z.object({
    id: snowflake,
    position: z.int().min(0).nullish(),
    parent_id: snowflake.nullish(),
    lock_permissions: z.boolean().nullish(),
  }),
);
