import {
  ChannelType,
  ForumLayoutType,
  type GuildMemberFlags,
  type MessageType,
  ThreadAutoArchiveDuration,
} from 'discord-api-types/v10';
import { createMessageStore } from './message-store.ts';
import { type Snowflake, timestampOf } from './snowflake.ts';
import type { Author, Guild, GuildChannel, GuildChannelType, Member, Message, Role, Thread } from './types.ts';

/** A member with nothing set but their roles. */
export function makeMember(userId: Snowflake, joinedAtMs: number, roleIds: Snowflake[] = []): Member {
  return {
    userId,
    joinedAtMs,
    roleIds,
    nick: null,
    avatar: null,
    timedOutUntilMs: null,
    flags: 0 as GuildMemberFlags,
  };
}

/** A role as it is when nobody has changed its looks; a bot's own role is managed by its integration. */
export function makeRole(
  id: Snowflake,
  name: string,
  permissions: bigint,
  position: number,
  botUserId?: Snowflake,
): Role {
  return {
    id,
    name,
    permissions,
    position,
    color: 0,
    hoist: false,
    mentionable: false,
    unicodeEmoji: null,
    managed: botUserId !== undefined,
    ...(botUserId === undefined ? {} : { botUserId }),
  };
}

/** A guild that nobody has tuned; its first role is @everyone, which has the guild's id. */
export function makeGuild(
  facts: Pick<Guild, 'id' | 'ownerId' | 'name' | 'systemChannelId'>,
  roles: readonly Role[],
  members: readonly Member[],
): Guild {
  return {
    ...facts,
    description: null,
    icon: null,
    verificationLevel: 0,
    defaultMessageNotifications: 1,
    explicitContentFilter: 0,
    afkTimeout: 300,
    preferredLocale: 'en-US',
    unavailable: false,
    channelIds: new Set(),
    threadIds: new Set(),
    roles: new Map(roles.map((role) => [role.id, role])),
    members: new Map(members.map((member) => [member.userId, member])),
    emojis: new Map(),
    stickers: new Map(),
    bans: new Map(),
  };
}

/** A guild channel with nothing set but its name and place. */
export function makeGuildChannel(
  guildId: Snowflake,
  id: Snowflake,
  name: string,
  type: GuildChannelType,
  position: number,
  settings: Partial<GuildChannel> = {},
): GuildChannel {
  return {
    kind: 'guild',
    id,
    guildId,
    type,
    name,
    position,
    parentId: null,
    topic: null,
    nsfw: false,
    slowModeSeconds: 0,
    overwrites: [],
    defaultAutoArchiveMinutes: null,
    threadSlowModeSeconds: 0,
    availableTags: [],
    defaultReaction: null,
    defaultSortOrder: null,
    defaultForumLayout: ForumLayoutType.NotSet,
    flags: 0,
    bitrate: 64_000,
    userLimit: 0,
    lastMessageId: null,
    lastPinAtMs: null,
    messages: createMessageStore(),
    ...settings,
  };
}

/** What has to be known of a thread; the rest may be. */
type ThreadFacts = Pick<Thread, 'id' | 'guildId' | 'parentId' | 'ownerId' | 'name' | 'activeAtMs'> & Partial<Thread>;

/** A public thread that is open, its owner in it, unless said otherwise. */
export function makeThread(facts: ThreadFacts): Thread {
  const createdAtMs = facts.createdAtMs ?? timestampOf(facts.id);
  return {
    kind: 'thread',
    type: ChannelType.PublicThread,
    createdAtMs,
    archived: false,
    archiveChangedAtMs: createdAtMs,
    autoArchiveMinutes: ThreadAutoArchiveDuration.OneWeek,
    locked: false,
    invitable: true,
    slowModeSeconds: 0,
    appliedTags: [],
    flags: 0,
    messageCount: 0,
    totalMessageSent: 0,
    members: new Map([[facts.ownerId, { userId: facts.ownerId, joinedAtMs: createdAtMs }]]),
    lastMessageId: null,
    lastPinAtMs: null,
    messages: createMessageStore(),
    ...facts,
  };
}

/** A message that says nothing yet. */
export function makeMessage(
  id: Snowflake,
  channelId: Snowflake,
  author: Author,
  type: MessageType,
  sentAtMs: number,
): Message {
  return {
    id,
    channelId,
    type,
    author,
    sentAtMs,
    editedAtMs: null,
    content: '',
    tts: false,
    flags: 0,
    embeds: [],
    attachments: [],
    components: [],
    stickerIds: [],
    mentionEveryone: false,
    mentionUserIds: [],
    mentionRoleIds: [],
    reactions: [],
    pinnedAtMs: null,
    hasThread: false,
  };
}
