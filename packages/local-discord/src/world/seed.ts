import { ChannelType, MessageType, OverwriteType, PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import type { AccountIds, WorldIds } from './default-world.ts';
import { makeGuild, makeGuildChannel, makeMember, makeMessage, makeRole, makeThread } from './make.ts';
import { type Snowflake, timestampOf } from './snowflake.ts';
import type { Guild, Message, Overwrite, User } from './types.ts';
import type { World } from './world.ts';

/** What everyone may do in a guild that nobody has tuned; pinging everyone is left to those who are given it. */
export const everyonePermissions =
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
  addApplication(world, ids.bot, ids.people.ada.id);

  const guild = seedGuild(ids);
  world.guilds.set(guild.id, guild);
  seedChannels(world, guild, ids);
  seedThreads(world, guild, ids);
}

/** Another application with a bot of the same id, a member of every guild with what such bots ask for. */
export function seedBot(world: World, account: AccountIds): User {
  const user = addApplication(world, account, account.id);
  for (const guild of world.guilds.values()) {
    const role = makeRole(`${BigInt(account.id) + 1n}`, account.username, botPermissions, guild.roles.size, account.id);
    guild.roles.set(role.id, role);
    guild.members.set(account.id, makeMember(account.id, timestampOf(account.id), [role.id]));
  }
  return user;
}

function addApplication(world: World, account: AccountIds, ownerId: Snowflake): User {
  const user = makeUser(account, true);
  world.users.set(account.id, user);
  world.applications.set(account.id, {
    id: account.id,
    botUserId: account.id,
    ownerId,
    name: account.username,
    description: 'AI characters that stay in character and remember people',
    icon: null,
    tags: [],
    interactionsEndpointUrl: null,
    installCount: 1,
  });
  return user;
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

function seedGuild(ids: WorldIds): Guild {
  const { people, roles, bot } = ids;
  const joinedAtMs = timestampOf(ids.guild.id);
  return makeGuild(
    { id: ids.guild.id, ownerId: people.ada.id, name: ids.guild.name, systemChannelId: ids.channels.general },
    [
      makeRole(roles.everyone, '@everyone', everyonePermissions, 0),
      makeRole(roles.tzurot, 'Tzurot', botPermissions, 1, bot.id),
      makeRole(roles.moderator, 'Moderator', moderatorPermissions, 2),
    ],
    [
      makeMember(people.ada.id, joinedAtMs),
      makeMember(people.ben.id, joinedAtMs),
      makeMember(people.cyn.id, joinedAtMs, [roles.moderator]),
      makeMember(bot.id, joinedAtMs, [roles.tzurot]),
    ],
  );
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

function seedThreads(world: World, guild: Guild, ids: WorldIds): void {
  const { channels, people, threads } = ids;
  const shared = { guildId: guild.id, ownerId: people.ada.id, activeAtMs: world.clock.now() };
  const corner = makeThread({ ...shared, id: threads.corner, parentId: channels.general, name: 'corner' });
  const prologue = makeThread({ ...shared, id: threads.prologue, parentId: channels.stories, name: 'Prologue' });

  const author = { kind: 'user', userId: people.ada.id } as const;
  const opening: Message = {
    ...makeMessage(prologue.id, prologue.id, author, MessageType.Default, timestampOf(prologue.id)),
    content: 'Once upon a time, the tavern opened its doors.',
  };
  prologue.messages.add(opening);
  prologue.lastMessageId = opening.id;
  const forum = world.channels.get(channels.stories);
  if (forum) forum.lastMessageId = prologue.id;

  for (const thread of [corner, prologue]) {
    world.channels.set(thread.id, thread);
    guild.threadIds.add(thread.id);
  }
}
