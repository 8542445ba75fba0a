import {
  ChannelType,
  ForumLayoutType,
  GuildMemberFlags,
  MessageType,
  OverwriteType,
  PermissionFlagsBits as Permission,
  ThreadAutoArchiveDuration,
} from 'discord-api-types/v10';
import type { AccountIds, WorldIds } from './default-world.ts';
import { createMessageStore } from './message-store.ts';
import { type Snowflake, timestampOf } from './snowflake.ts';
import type { Guild, GuildChannel, GuildChannelType, Member, Message, Overwrite, Role, Thread, User } from './types.ts';
import type { World } from './world.ts';

/** What everyone may do in a guild that nobody has tuned; pinging everyone is left to those who are given it. */
const everyonePermissions =
  Permission.ViewChannel |
  Permission.CreateInstantInvite |
  Permission.ChangeNickname |
  Permission.SendMessages |
  Permission.SendMessagesInThreads |
  Permission.CreatePublicThreads |
  Permission.CreatePrivateThreads |
  Permission.EmbedLinks |
  Permission.AttachFiles |
  Permission.AddReactions |
  Permission.UseExternalEmojis |
  Permission.UseExternalStickers |
  Permission.ReadMessageHistory |
  Permission.UseApplicationCommands |
  Permission.UseExternalApps |
  Permission.SendPolls |
  Permission.SendVoiceMessages |
  Permission.Connect |
  Permission.Speak |
  Permission.Stream |
  Permission.UseVAD;

const moderatorPermissions = Permission.ManageMessages | Permission.ManageChannels | Permission.ManageWebhooks;

/** What a persona bot asks for in its invite. */
const botPermissions =
  Permission.ViewChannel |
  Permission.SendMessages |
  Permission.SendMessagesInThreads |
  Permission.CreatePublicThreads |
  Permission.EmbedLinks |
  Permission.AttachFiles |
  Permission.ReadMessageHistory |
  Permission.AddReactions |
  Permission.UseExternalEmojis |
  Permission.ManageMessages |
  Permission.ManageThreads |
  Permission.ManageWebhooks;

/** Fills an empty world with the guild Tavern, its people and the application Tzurot. */
export function seedWorld(world: World, ids: WorldIds): void {
  for (const person of Object.values(ids.people)) world.users.set(person.id, makeUser(person, false));
  world.users.set(ids.bot.id, makeUser(ids.bot, true));
  world.applications.set(ids.bot.applicationId, {
    id: ids.bot.applicationId,
    botUserId: ids.bot.id,
    ownerId: ids.people.ada.id,
    name: ids.bot.username,
    description: 'AI characters that stay in character and remember people',
    icon: null,
    tags: [],
    interactionsEndpointUrl: null,
    installCount: 1,
  });

  const guild = makeGuild(ids);
  world.guilds.set(guild.id, guild);
  seedChannels(world, guild, ids);
  seedThreads(world, guild, ids);
}

function makeUser({ id, username, token }: AccountIds, bot: boolean): User {
  return {
    id,
    token,
    bot,
    username,
    globalName: null,
    avatar: null,
    banner: null,
    accentColor: null,
    directMessagesClosed: false,
  };
}

function makeGuild(ids: WorldIds): Guild {
  const { people, roles, bot } = ids;
  const members = [
    makeMember(people.ada.id, ids, []),
    makeMember(people.ben.id, ids, []),
    makeMember(people.cyn.id, ids, [roles.moderator]),
    makeMember(bot.id, ids, [roles.tzurot]),
  ];
  return {
    id: ids.guild.id,
    ownerId: people.ada.id,
    name: ids.guild.name,
    description: null,
    icon: null,
    verificationLevel: 0,
    defaultMessageNotifications: 1,
    explicitContentFilter: 0,
    afkTimeout: 300,
    preferredLocale: 'en-US',
    systemChannelId: ids.channels.general,
    unavailable: false,
    channelIds: new Set(),
    threadIds: new Set(),
    roles: new Map(
      [
        makeRole(roles.everyone, '@everyone', everyonePermissions, 0),
        makeRole(roles.tzurot, 'Tzurot', botPermissions, 1, ids.bot.id),
        makeRole(roles.moderator, 'Moderator', moderatorPermissions, 2),
      ].map((role) => [role.id, role]),
    ),
    members: new Map(members.map((member) => [member.userId, member])),
    emojis: new Map(),
    stickers: new Map(),
    bans: new Map(),
  };
}

function makeMember(userId: Snowflake, ids: WorldIds, roleIds: Snowflake[]): Member {
  return {
    userId,
    joinedAtMs: timestampOf(ids.guild.id),
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

/** Lets one member see a channel that is hidden from everyone. */
function shownTo(userId: Snowflake): Overwrite {
  return { id: userId, type: OverwriteType.Member, allow: Permission.ViewChannel, deny: 0n };
}

function seedChannels(world: World, guild: Guild, ids: WorldIds): void {
  const { channels, people, roles } = ids;
  const hidden: Overwrite = { id: roles.everyone, type: OverwriteType.Role, allow: 0n, deny: Permission.ViewChannel };
  const noWebhooks: Overwrite = {
    id: roles.tzurot,
    type: OverwriteType.Role,
    allow: 0n,
    deny: Permission.ManageWebhooks,
  };

  const text = ChannelType.GuildText;
  const made = [
    makeGuildChannel(guild.id, channels.general, 'general', text, 0),
    makeGuildChannel(guild.id, channels.quiet, 'quiet', text, 1, { overwrites: [noWebhooks] }),
    makeGuildChannel(guild.id, channels.adults, 'adults', text, 2, { nsfw: true }),
    makeGuildChannel(guild.id, channels.staff, 'staff', text, 3, {
      overwrites: [hidden, shownTo(people.ada.id), shownTo(people.cyn.id), shownTo(ids.bot.id)],
    }),
    makeGuildChannel(guild.id, channels.stories, 'stories', ChannelType.GuildForum, 4),
  ];
  for (const channel of made) {
    world.channels.set(channel.id, channel);
    guild.channelIds.add(channel.id);
  }
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

function seedThreads(world: World, guild: Guild, ids: WorldIds): void {
  const { channels, people, threads } = ids;
  const corner = makeThread(world, threads.corner, channels.general, guild.id, people.ada.id, 'corner');
  const prologue = makeThread(world, threads.prologue, channels.stories, guild.id, people.ada.id, 'Prologue');

  const opening = makeMessage(
    prologue.id,
    prologue.id,
    people.ada.id,
    'Once upon a time, the tavern opened its doors.',
  );
  prologue.messages.add(opening);
  prologue.lastMessageId = opening.id;
  const forum = world.channels.get(channels.stories);
  if (forum) forum.lastMessageId = prologue.id;

  for (const thread of [corner, prologue]) {
    world.channels.set(thread.id, thread);
    guild.threadIds.add(thread.id);
  }
}

/** An active public thread whose only member is its owner. */
export function makeThread(
  world: World,
  id: Snowflake,
  parentId: Snowflake,
  guildId: Snowflake,
  ownerId: Snowflake,
  name: string,
  settings: Partial<Thread> = {},
): Thread {
  const nowMs = world.clock.now();
  return {
    kind: 'thread',
    id,
    guildId,
    parentId,
    ownerId,
    name,
    type: ChannelType.PublicThread,
    createdAtMs: timestampOf(id),
    archived: false,
    archiveChangedAtMs: timestampOf(id),
    activeAtMs: nowMs,
    autoArchiveMinutes: ThreadAutoArchiveDuration.OneWeek,
    locked: false,
    invitable: true,
    slowModeSeconds: 0,
    appliedTags: [],
    flags: 0,
    messageCount: 0,
    totalMessageSent: 0,
    members: new Map([[ownerId, { userId: ownerId, joinedAtMs: timestampOf(id) }]]),
    lastMessageId: null,
    lastPinAtMs: null,
    messages: createMessageStore(),
    ...settings,
  };
}

function makeMessage(id: Snowflake, channelId: Snowflake, userId: Snowflake, content: string): Message {
  return {
    id,
    channelId,
    type: MessageType.Default,
    author: { kind: 'user', userId },
    sentAtMs: timestampOf(id),
    editedAtMs: null,
    content,
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
