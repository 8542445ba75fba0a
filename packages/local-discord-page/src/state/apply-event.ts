import { isNewer } from '../discord/snowflake.ts';
import type { Channel, CustomEmoji, Guild, Member, Message, Modal, Role, User } from '../discord/types.ts';
import { changeReactions, isSameEmoji } from './change-reactions.ts';
import { changeVotes } from './change-votes.ts';
import {
  addMessage,
  changeList,
  deleteMessages,
  type MessageUpdate,
  type ReactionEvent,
  reactTo,
  updateMessage,
} from './known-messages.ts';
import {
  changeRoles,
  type GuildPayload,
  type Ready,
  startSession,
  withChannel,
  withGuild,
  withMember,
  withoutChannel,
  withoutGuild,
  withUsers,
} from './known-places.ts';
import { changeMessage } from './loaded-messages.ts';
import { type World, withEntry, withoutEntry } from './world.ts';

/** A TYPING_START shows this long unless the person sends or types again. Source: Discord, "Trigger Typing Indicator". */
export const TYPING_LASTS_MS = 10_000;

/** What came over the socket: the name of the event and its data, as the server sent it. */
export interface GatewayEvent {
  name: string;
  data: unknown;
  /** When it arrived, Unix milliseconds of this machine. */
  atMs: number;
}

type MemberEvent = Member & { guild_id: string; user: User };

interface VoteEvent {
  user_id: string;
  channel_id: string;
  message_id: string;
  answer_id: number;
}

interface InteractionEvent {
  id: string;
  nonce?: string | null;
}

/** The events that change what a person knows, with their data. Source: Discord, "Gateway Events". */
interface Events {
  READY: Ready;
  GUILD_CREATE: GuildPayload;
  GUILD_UPDATE: GuildPayload;
  GUILD_DELETE: { id: string; unavailable?: boolean };
  GUILD_MEMBER_ADD: MemberEvent;
  GUILD_MEMBER_UPDATE: MemberEvent;
  GUILD_MEMBER_REMOVE: { guild_id: string; user: User };
  GUILD_ROLE_CREATE: { guild_id: string; role: Role };
  GUILD_ROLE_UPDATE: { guild_id: string; role: Role };
  GUILD_ROLE_DELETE: { guild_id: string; role_id: string };
  GUILD_EMOJIS_UPDATE: { guild_id: string; emojis: Guild['emojis'] };
  CHANNEL_CREATE: Channel;
  CHANNEL_UPDATE: Channel;
  CHANNEL_DELETE: { id: string };
  THREAD_CREATE: Channel;
  THREAD_UPDATE: Channel;
  THREAD_DELETE: { id: string };
  THREAD_LIST_SYNC: { threads: readonly Channel[] };
  USER_UPDATE: User;
  MESSAGE_CREATE: Message;
  MESSAGE_UPDATE: MessageUpdate;
  MESSAGE_DELETE: { id: string; channel_id: string };
  MESSAGE_DELETE_BULK: { ids: readonly string[]; channel_id: string };
  MESSAGE_REACTION_ADD: ReactionEvent;
  MESSAGE_REACTION_REMOVE: ReactionEvent;
  MESSAGE_REACTION_REMOVE_ALL: { channel_id: string; message_id: string };
  MESSAGE_REACTION_REMOVE_EMOJI: { channel_id: string; message_id: string; emoji: CustomEmoji };
  MESSAGE_POLL_VOTE_ADD: VoteEvent;
  MESSAGE_POLL_VOTE_REMOVE: VoteEvent;
  MESSAGE_ACK: { channel_id: string; message_id: string; manual?: boolean };
  TYPING_START: { channel_id: string; guild_id?: string; user_id: string; member?: Member };
  INTERACTION_SUCCESS: InteractionEvent;
  INTERACTION_FAILURE: InteractionEvent;
  INTERACTION_MODAL_CREATE: Modal;
}

type Handlers = { readonly [Name in keyof Events]: (world: World, data: Events[Name], atMs: number) => World };

const saveMember = (world: World, { guild_id: guildId, user, ...member }: MemberEvent): World =>
  withMember(withUsers(world, [user]), guildId, user.id, member);

const saveRole = (world: World, { guild_id: guildId, role }: { guild_id: string; role: Role }): World =>
  changeRoles(world, guildId, (roles) => [...roles.filter(({ id }) => id !== role.id), role]);

const countVote = (world: World, event: VoteEvent, change: 1 | -1): World =>
  changeList(world, event.channel_id, (list) =>
    changeMessage(list, event.message_id, (message) =>
      changeVotes(message, event.answer_id, change, event.user_id === world.me?.id),
    ),
  );

const countReaction = (world: World, event: ReactionEvent, change: 1 | -1): World =>
  reactTo(world, event, (reactions) => changeReactions(reactions, event.emoji, change, event.user_id === world.me?.id));

/** An interaction that failed stays until the person dismisses it or tries again. */
const endInteraction = (world: World, nonce: string | null | undefined): World => ({
  ...world,
  interactions: world.interactions.filter((pending) => pending.nonce !== nonce || pending.failure !== null),
});

const failInteraction = (world: World, nonce: string | null | undefined): World => ({
  ...world,
  interactions: world.interactions.map((pending) => {
    if (pending.nonce !== nonce) return pending;
    const failure = pending.kind === 'component' ? 'This interaction failed' : 'The application did not respond';
    return { ...pending, failure };
  }),
});

const handlers: Handlers = {
  READY: startSession,
  GUILD_CREATE: withGuild,
  GUILD_UPDATE: withGuild,
  GUILD_DELETE: withoutGuild,
  GUILD_MEMBER_ADD: saveMember,
  GUILD_MEMBER_UPDATE: saveMember,
  GUILD_MEMBER_REMOVE: (world, { guild_id: guildId, user }) => {
    const members = world.members.get(guildId);
    if (members === undefined) return world;
    return { ...world, members: withEntry(world.members, guildId, withoutEntry(members, user.id)) };
  },
  GUILD_ROLE_CREATE: saveRole,
  GUILD_ROLE_UPDATE: saveRole,
  GUILD_ROLE_DELETE: (world, { guild_id: guildId, role_id: roleId }) =>
    changeRoles(world, guildId, (roles) => roles.filter(({ id }) => id !== roleId)),
  GUILD_EMOJIS_UPDATE: (world, { guild_id: guildId, emojis }) => {
    const guild = world.guilds.get(guildId);
    return guild === undefined ? world : { ...world, guilds: withEntry(world.guilds, guildId, { ...guild, emojis }) };
  },
  CHANNEL_CREATE: withChannel,
  CHANNEL_UPDATE: withChannel,
  CHANNEL_DELETE: (world, { id }) => withoutChannel(world, id),
  THREAD_CREATE: withChannel,
  THREAD_UPDATE: withChannel,
  THREAD_DELETE: (world, { id }) => withoutChannel(world, id),
  THREAD_LIST_SYNC: (world, { threads }) => threads.reduce(withChannel, world),
  USER_UPDATE: (world, user) =>
    withUsers(user.id === world.me?.id ? { ...world, me: { ...world.me, ...user } } : world, [user]),
  MESSAGE_CREATE: addMessage,
  MESSAGE_UPDATE: updateMessage,
  MESSAGE_DELETE: (world, { id, channel_id: channelId }) => deleteMessages(world, channelId, [id]),
  MESSAGE_DELETE_BULK: (world, { ids, channel_id: channelId }) => deleteMessages(world, channelId, ids),
  MESSAGE_REACTION_ADD: (world, event) => countReaction(world, event, 1),
  MESSAGE_REACTION_REMOVE: (world, event) => countReaction(world, event, -1),
  MESSAGE_REACTION_REMOVE_ALL: (world, event) => reactTo(world, event, () => []),
  MESSAGE_REACTION_REMOVE_EMOJI: (world, event) =>
    reactTo(world, event, (reactions) => reactions.filter(({ emoji }) => !isSameEmoji(emoji, event.emoji))),
  MESSAGE_POLL_VOTE_ADD: (world, event) => countVote(world, event, 1),
  MESSAGE_POLL_VOTE_REMOVE: (world, event) => countVote(world, event, -1),
  MESSAGE_ACK: (world, { channel_id: channelId, message_id: lastReadId, manual }) => {
    // What was read on one screen may come after more was read here; only marking as unread goes back.
    const isLate = manual !== true && isNewer(world.reads.get(channelId)?.lastReadId, lastReadId);
    return isLate ? world : { ...world, reads: withEntry(world.reads, channelId, { lastReadId, mentionCount: 0 }) };
  },
  TYPING_START: (world, { channel_id: channelId, guild_id: guildId, user_id: userId, member }, atMs) => {
    const next =
      member?.user === undefined || guildId === undefined
        ? world
        : withMember(withUsers(world, [member.user]), guildId, userId, member);
    const typing = next.typing.get(channelId) ?? new Map<string, number>();
    return { ...next, typing: withEntry(next.typing, channelId, withEntry(typing, userId, atMs + TYPING_LASTS_MS)) };
  },
  INTERACTION_SUCCESS: (world, { nonce }) => endInteraction(world, nonce),
  INTERACTION_FAILURE: (world, { nonce }) => failInteraction(world, nonce),
  INTERACTION_MODAL_CREATE: (world, modal) => ({ ...endInteraction(world, modal.nonce), modal }),
};

const isKnown = (name: string): name is keyof Events => Object.hasOwn(handlers, name);

/** What a person knows after one more event. Pure; an event that is not listed here changes nothing. */
export const applyEvent = (world: World, event: GatewayEvent): World => {
  if (!isKnown(event.name)) return world;
  // The data is what the server sent under this name; the list above says what that is.
  const handle: (world: World, data: never, atMs: number) => World = handlers[event.name];
  return handle(world, event.data as never, event.atMs);
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
