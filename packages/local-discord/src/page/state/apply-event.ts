import { hasFlag, isThreadType, MessageFlag } from '../discord/constants.ts';
import { isNewer } from '../discord/snowflake.ts';
import type { Channel, CustomEmoji, Guild, Member, Message, Modal, Reaction, Role, User } from '../discord/types.ts';
import { changeMessage, removeMessages, upsertMessage } from './message-list.ts';
import { changeVotes } from './poll.ts';
import { changeReactions } from './reactions.ts';
import { isMentioned } from './unread.ts';
import { emptyWorld, type MessageList, type PendingInteraction, withEntry, withoutEntry, type World } from './world.ts';

/** A TYPING_START shows this long unless the person sends or types again. Source: Discord, "Trigger Typing Indicator". */
export const TYPING_LASTS_MS = 10_000;

/** What came over the socket: the name of the event and its data, as the server sent it. */
export interface GatewayEvent {
  name: string;
  data: unknown;
  /** When it arrived, Unix milliseconds of this machine. */
  atMs: number;
}

type GuildPayload = Guild & {
  channels?: readonly Channel[];
  threads?: readonly Channel[];
  members?: readonly Member[];
};

const withUsers = (world: World, users: Iterable<User | undefined>): World => {
  let changed: Map<string, User> | undefined;
  for (const user of users) {
    if (user === undefined || user.discriminator === '0000') continue;
    changed ??= new Map(world.users);
    changed.set(user.id, { ...changed.get(user.id), ...user });
  }
  return changed === undefined ? world : { ...world, users: changed };
};

const withMember = (world: World, guildId: string, userId: string, member: Member): World => {
  const present = world.members.get(guildId) ?? new Map<string, Member>();
  const merged = { ...present.get(userId), ...member };
  return { ...world, members: withEntry(world.members, guildId, withEntry(present, userId, merged)) };
};

const withChannel = (world: World, channel: Channel): World => {
  const merged: Channel = { ...world.channels.get(channel.id), ...channel };
  const withIt = { ...world, channels: withEntry(world.channels, channel.id, merged) };
  return withUsers(withIt, channel.recipients ?? []);
};

const withoutChannels = (world: World, isGone: (channel: Channel) => boolean): World => {
  const gone = [...world.channels.values()].filter(isGone).map((channel) => channel.id);
  if (gone.length === 0) return world;
  const keep = <V>(map: ReadonlyMap<string, V>): ReadonlyMap<string, V> => {
    const copy = new Map(map);
    for (const id of gone) copy.delete(id);
    return copy;
  };
  return {
    ...world,
    channels: keep(world.channels),
    messages: keep(world.messages),
    typing: keep(world.typing),
    reads: keep(world.reads),
  };
};

const changeList = (world: World, channelId: string, change: (list: MessageList) => MessageList): World => {
  const list = world.messages.get(channelId);
  if (list === undefined) return world;
  const changed = change(list);
  return changed === list ? world : { ...world, messages: withEntry(world.messages, channelId, changed) };
};

const addGuild = (world: World, guild: GuildPayload): World => {
  const { channels, threads, members, ...rest } = guild;
  const known = world.guilds.get(guild.id);
  let next: World = {
    ...world,
    guilds: withEntry(world.guilds, guild.id, {
      ...known,
      ...rest,
      roles: guild.roles ?? known?.roles ?? [],
      emojis: guild.emojis ?? known?.emojis ?? [],
    }),
  };
  const allChannels = new Map(next.channels);
  for (const channel of [...(channels ?? []), ...(threads ?? [])]) {
    allChannels.set(channel.id, { ...allChannels.get(channel.id), ...channel, guild_id: guild.id });
  }
  next = { ...next, channels: allChannels };
  if (members === undefined) return next;
  const byUser = new Map(next.members.get(guild.id));
  for (const member of members) if (member.user !== undefined) byUser.set(member.user.id, member);
  next = { ...next, members: withEntry(next.members, guild.id, byUser) };
  return withUsers(
    next,
    members.map((member) => member.user),
  );
};

interface Ready {
  user: User;
  guilds?: readonly (GuildPayload & { properties?: Partial<Guild> })[];
  private_channels?: readonly Channel[];
  users?: readonly User[];
}

/** A fresh session: what was known may be out of date, so only what the person has read stays. */
const startSession = (world: World, ready: Ready): World => {
  let next: World = { ...emptyWorld, reads: world.reads, outgoing: world.outgoing, me: ready.user };
  next = withUsers(next, [ready.user, ...(ready.users ?? [])]);
  for (const guild of ready.guilds ?? []) {
    if (guild.unavailable !== true && (guild.name ?? guild.properties?.name) !== undefined) {
      next = addGuild(next, { ...guild, ...guild.properties });
    }
  }
  for (const channel of ready.private_channels ?? []) next = withChannel(next, channel);
  return next;
};

const stopTyping = (world: World, channelId: string, userId: string): World => {
  const typing = world.typing.get(channelId);
  if (typing?.has(userId) !== true) return world;
  return { ...world, typing: withEntry(world.typing, channelId, withoutEntry(typing, userId)) };
};

/** A loading message that an answer replaced, or a press that was answered by a message, is no longer pending. */
const settleByMessage = (world: World, message: Message): World => {
  const source = message.interaction_metadata?.id ?? message.interaction?.id;
  const nonce = message.nonce === undefined ? undefined : String(message.nonce);
  const isSettled = (pending: PendingInteraction): boolean =>
    pending.failure === null && (pending.nonce === nonce || pending.nonce === source);
  return world.interactions.some(isSettled)
    ? { ...world, interactions: world.interactions.filter((pending) => !isSettled(pending)) }
    : world;
};

const addMessage = (world: World, message: Message): World => {
  let next = withUsers(world, [message.author, ...message.mentions]);
  if (message.guild_id !== undefined && message.member !== undefined && message.webhook_id === undefined) {
    next = withMember(next, message.guild_id, message.author.id, { ...message.member, user: message.author });
  }
  next = changeList(next, message.channel_id, (list) => upsertMessage(list, message));
  next = settleByMessage(next, message);

  const nonce = message.nonce === undefined ? undefined : String(message.nonce);
  if (next.outgoing.some((outgoing) => outgoing.nonce === nonce)) {
    next = { ...next, outgoing: next.outgoing.filter((outgoing) => outgoing.nonce !== nonce) };
  }

  const channel = next.channels.get(message.channel_id);
  const isEphemeral = hasFlag(message.flags, MessageFlag.ephemeral);
  if (channel !== undefined && !isEphemeral && isNewer(message.id, channel.last_message_id)) {
    const count = isThreadType(channel.type) ? { message_count: (channel.message_count ?? 0) + 1 } : {};
    next = withChannel(next, { ...channel, ...count, last_message_id: message.id });
  }
  next = stopTyping(next, message.channel_id, message.author.id);
  if (isEphemeral) return next;

  const read = next.reads.get(message.channel_id);
  if (message.author.id === next.me?.id) {
    return {
      ...next,
      reads: withEntry(next.reads, message.channel_id, { lastReadId: message.id, mentionCount: 0 }),
    };
  }
  if (!isMentioned(next, message)) return next;
  return {
    ...next,
    reads: withEntry(next.reads, message.channel_id, {
      lastReadId: read?.lastReadId ?? null,
      mentionCount: (read?.mentionCount ?? 0) + 1,
    }),
  };
};

/** An update may be partial, and never carries what only this person knows of a message (own reactions and votes). */
const updateMessage = (world: World, update: Partial<Message> & { id: string; channel_id: string }): World => {
  const next = changeList(world, update.channel_id, (list) =>
    changeMessage(list, update.id, (message) => {
      const { reactions, ...rest } = update;
      const merged: Message = { ...message, ...rest };
      if (reactions === undefined) return merged;
      const mine = new Set(
        (message.reactions ?? []).filter((reaction) => reaction.me).map((reaction) => emojiKey(reaction.emoji)),
      );
      return {
        ...merged,
        reactions: reactions.map((reaction) => ({ ...reaction, me: mine.has(emojiKey(reaction.emoji)) })),
      };
    }),
  );
  return update.author === undefined ? next : settleByMessage(next, update as Message);
};

const emojiKey = (emoji: CustomEmoji): string => emoji.id ?? emoji.name ?? '';

const reactTo = (
  world: World,
  event: { channel_id: string; message_id: string },
  change: (reactions: readonly Reaction[]) => readonly Reaction[],
): World =>
  changeList(world, event.channel_id, (list) =>
    changeMessage(list, event.message_id, (message) => ({ ...message, reactions: change(message.reactions ?? []) })),
  );

const changeRoles = (world: World, guildId: string, change: (roles: readonly Role[]) => readonly Role[]): World => {
  const guild = world.guilds.get(guildId);
  if (guild === undefined) return world;
  return { ...world, guilds: withEntry(world.guilds, guildId, { ...guild, roles: change(guild.roles) }) };
};

interface InteractionEvent {
  id: string;
  nonce?: string | null;
}

/**
 * Once an interaction is made, its answer may name the interaction's id and not the nonce,
 * so the pending one is known by that id from here on.
 */
const failInteraction = (world: World, nonce: string | null | undefined): World => ({
  ...world,
  interactions: world.interactions.map((pending) =>
    pending.nonce === nonce
      ? {
          ...pending,
          failure: pending.kind === 'component' ? 'This interaction failed' : 'The application did not respond',
        }
      : pending,
  ),
});

const dropInteraction = (world: World, nonce: string | null | undefined): World => ({
  ...world,
  interactions: world.interactions.filter((pending) => pending.nonce !== nonce || pending.failure !== null),
});

type Handler = (world: World, data: never, atMs: number) => World;

const on = <Data>(apply: (world: World, data: Data, atMs: number) => World): Handler => apply as Handler;

const saveChannel = on<Channel>(withChannel);
const dropChannel = on<Channel>((world, { id }) =>
  withoutChannels(world, (channel) => channel.id === id || (channel.parent_id === id && isThreadType(channel.type))),
);
const saveMember = on<Member & { guild_id: string; user: User }>((world, { guild_id: guildId, ...member }) =>
  withMember(withUsers(world, [member.user]), guildId, member.user.id, member),
);
const saveRole = on<{ guild_id: string; role: Role }>((world, { guild_id: guildId, role }) =>
  changeRoles(world, guildId, (roles) => [...roles.filter(({ id }) => id !== role.id), role]),
);

/** What each gateway event does to what a person knows. An event that is not here changes nothing. */
const handlers: Readonly<Record<string, Handler>> = {
  READY: on<Ready>(startSession),
  GUILD_CREATE: on<GuildPayload>(addGuild),
  GUILD_UPDATE: on<GuildPayload>(addGuild),
  GUILD_DELETE: on<{ id: string; unavailable?: boolean }>((world, { id, unavailable }) => {
    const guild = world.guilds.get(id);
    if (unavailable === true) {
      return guild === undefined
        ? world
        : { ...world, guilds: withEntry(world.guilds, id, { ...guild, unavailable: true }) };
    }
    return withoutChannels({ ...world, guilds: withoutEntry(world.guilds, id) }, (channel) => channel.guild_id === id);
  }),
  CHANNEL_CREATE: saveChannel,
  CHANNEL_UPDATE: saveChannel,
  CHANNEL_DELETE: dropChannel,
  THREAD_CREATE: saveChannel,
  THREAD_UPDATE: saveChannel,
  THREAD_DELETE: dropChannel,
  THREAD_LIST_SYNC: on<{ threads: readonly Channel[] }>((world, { threads }) => threads.reduce(withChannel, world)),
  CHANNEL_PINS_UPDATE: on<object>((world) => world),
  GUILD_MEMBER_ADD: saveMember,
  GUILD_MEMBER_UPDATE: saveMember,
  GUILD_MEMBER_REMOVE: on<{ guild_id: string; user: User }>((world, { guild_id: guildId, user }) => {
    const members = world.members.get(guildId);
    return members === undefined
      ? world
      : { ...world, members: withEntry(world.members, guildId, withoutEntry(members, user.id)) };
  }),
  GUILD_MEMBERS_CHUNK: on<{ guild_id: string; members: readonly (Member & { user: User })[] }>(
    (world, { guild_id: guildId, members }) =>
      members.reduce(
        (next, member) => withMember(withUsers(next, [member.user]), guildId, member.user.id, member),
        world,
      ),
  ),
  GUILD_ROLE_CREATE: saveRole,
  GUILD_ROLE_UPDATE: saveRole,
  GUILD_ROLE_DELETE: on<{ guild_id: string; role_id: string }>((world, { guild_id: guildId, role_id: roleId }) =>
    changeRoles(world, guildId, (roles) => roles.filter(({ id }) => id !== roleId)),
  ),
  GUILD_EMOJIS_UPDATE: on<{ guild_id: string; emojis: Guild['emojis'] }>((world, { guild_id: guildId, emojis }) => {
    const guild = world.guilds.get(guildId);
    return guild === undefined ? world : { ...world, guilds: withEntry(world.guilds, guildId, { ...guild, emojis }) };
  }),
  USER_UPDATE: on<User>((world, user) =>
    withUsers(user.id === world.me?.id ? { ...world, me: { ...world.me, ...user } } : world, [user]),
  ),
  MESSAGE_CREATE: on<Message>(addMessage),
  MESSAGE_UPDATE: on<Partial<Message> & { id: string; channel_id: string }>(updateMessage),
  MESSAGE_DELETE: on<{ id: string; channel_id: string }>((world, { id, channel_id: channelId }) =>
    changeList(world, channelId, (list) => removeMessages(list, new Set([id]))),
  ),
  MESSAGE_DELETE_BULK: on<{ ids: readonly string[]; channel_id: string }>((world, { ids, channel_id: channelId }) =>
    changeList(world, channelId, (list) => removeMessages(list, new Set(ids))),
  ),
  MESSAGE_REACTION_ADD: on<{ user_id: string; channel_id: string; message_id: string; emoji: CustomEmoji }>(
    (world, event) =>
      reactTo(world, event, (reactions) => changeReactions(reactions, event.emoji, 1, event.user_id === world.me?.id)),
  ),
  MESSAGE_REACTION_REMOVE: on<{ user_id: string; channel_id: string; message_id: string; emoji: CustomEmoji }>(
    (world, event) =>
      reactTo(world, event, (reactions) => changeReactions(reactions, event.emoji, -1, event.user_id === world.me?.id)),
  ),
  MESSAGE_REACTION_REMOVE_ALL: on<{ channel_id: string; message_id: string }>((world, event) =>
    reactTo(world, event, () => []),
  ),
  MESSAGE_REACTION_REMOVE_EMOJI: on<{ channel_id: string; message_id: string; emoji: CustomEmoji }>((world, event) =>
    reactTo(world, event, (reactions) =>
      reactions.filter((reaction) => emojiKey(reaction.emoji) !== emojiKey(event.emoji)),
    ),
  ),
  MESSAGE_POLL_VOTE_ADD: on<{ user_id: string; channel_id: string; message_id: string; answer_id: number }>(
    (world, event) =>
      changeList(world, event.channel_id, (list) =>
        changeMessage(list, event.message_id, (message) =>
          changeVotes(message, event.answer_id, 1, event.user_id === world.me?.id),
        ),
      ),
  ),
  MESSAGE_POLL_VOTE_REMOVE: on<{ user_id: string; channel_id: string; message_id: string; answer_id: number }>(
    (world, event) =>
      changeList(world, event.channel_id, (list) =>
        changeMessage(list, event.message_id, (message) =>
          changeVotes(message, event.answer_id, -1, event.user_id === world.me?.id),
        ),
      ),
  ),
  TYPING_START: on<{ channel_id: string; guild_id?: string; user_id: string; member?: Member }>(
    (world, { channel_id: channelId, guild_id: guildId, user_id: userId, member }, atMs) => {
      const known =
        member?.user !== undefined && guildId !== undefined
          ? withMember(withUsers(world, [member.user]), guildId, userId, member)
          : world;
      const typing = world.typing.get(channelId) ?? new Map<string, number>();
      return {
        ...known,
        typing: withEntry(world.typing, channelId, withEntry(typing, userId, atMs + TYPING_LASTS_MS)),
      };
    },
  ),
  INTERACTION_SUCCESS: on<InteractionEvent>((world, { nonce }) => dropInteraction(world, nonce)),
  INTERACTION_FAILURE: on<InteractionEvent>((world, { nonce }) => failInteraction(world, nonce)),
  INTERACTION_MODAL_CREATE: on<Modal>((world, modal) => ({ ...dropInteraction(world, modal.nonce), modal })),
};

/** What a person knows after one more event. Pure: the same world and event give the same result. */
export const applyEvent = (world: World, event: GatewayEvent): World => {
  const handle = Object.hasOwn(handlers, event.name) ? handlers[event.name] : undefined;
  return handle === undefined ? world : handle(world, event.data as never, event.atMs);
};

/** Forgets typing that has run out; the same world when nothing did. */
export const expireTyping = (world: World, nowMs: number): World => {
  let typing: Map<string, ReadonlyMap<string, number>> | undefined;
  for (const [channelId, users] of world.typing) {
    const alive = new Map([...users].filter(([, untilMs]) => untilMs > nowMs));
    if (alive.size === users.size) continue;
    typing ??= new Map(world.typing);
    if (alive.size === 0) typing.delete(channelId);
    else typing.set(channelId, alive);
  }
  return typing === undefined ? world : { ...world, typing };
};
