import { EmbedType, OverwriteType } from 'discord-api-types/v10';
import { announceChannel, withSightChanges } from '../channels/announce-channel.ts';
import { removeChannel } from '../channels/remove-channel.ts';
import { ApiError } from '../errors.ts';
import type { Session } from '../gateway/types.ts';
import type { Hub } from '../hub.ts';
import { announceUpdate } from '../messages/publish.ts';
import { removeMessage } from '../messages/remove.ts';
import { renderAvailableGuild } from '../render/guild.ts';
import { announceRole } from '../rest/roles.ts';
import { removeWebhook } from '../rest/webhooks.ts';
import type { Guild, GuildChannel, Message, Role, Thread, User } from '../world/types.ts';
import { emit, type World } from '../world/world.ts';
import { changeMessage } from '../world/write-message.ts';
import type { Fault, InstantKind } from './faults.ts';

type Act = (hub: Hub, world: World, fault: Fault) => void;

/** What each instant fault does. */
const acts: Readonly<Record<InstantKind, Act>> = {
  'drop-connection': (hub, world, fault) => {
    for (const session of sessionsFor(hub, world, fault)) {
      if (fault.resume) {
        // A cut wire: no close frame, so the client sees 1006 and the session waits for it.
        session.connection?.socket.terminate();
      } else {
        session.connection?.closeWith(fault.code ?? 4009, 'Dropped by a fault.');
        hub.gateway.forget(session);
      }
    }
  },
  zombie: (hub, world, fault) => {
    for (const { connection } of sessionsFor(hub, world, fault)) if (connection) connection.isZombie = true;
  },
  reconnect: (hub, world, fault) => {
    for (const { connection } of sessionsFor(hub, world, fault))
      connection?.send('{"t":null,"s":null,"op":7,"d":null}');
  },
  'invalid-session': (hub, world, fault) => {
    for (const session of sessionsFor(hub, world, fault)) {
      session.connection?.send(JSON.stringify({ t: null, s: null, op: 9, d: fault.resume }));
      if (!fault.resume) hub.gateway.forget(session);
    }
  },
  'heartbeat-request': (hub, world, fault) => {
    for (const { connection } of sessionsFor(hub, world, fault))
      connection?.send('{"t":null,"s":null,"op":1,"d":null}');
  },
  'guild-outage': (_hub, world, fault) => {
    const guild = guildOf(world, fault);
    guild.unavailable = true;
    emit(world, 'GUILD_DELETE', { to: 'guild', guildId: guild.id }, { id: guild.id, unavailable: true });
  },
  'guild-return': (_hub, world, fault) => {
    const guild = guildOf(world, fault);
    guild.unavailable = false;
    emit(world, 'GUILD_CREATE', { to: 'guild', guildId: guild.id }, (viewer) =>
      renderAvailableGuild(world, guild, viewer, !viewer.bot),
    );
  },
  'webhook-deleted': (_hub, world, fault) => {
    const hooks = [...world.webhooks.values()].filter((webhook) =>
      fault.webhookId ? webhook.id === fault.webhookId : !fault.channelId || webhook.channelId === fault.channelId,
    );
    if (hooks.length === 0) throw missing('webhook');
    for (const webhook of hooks) removeWebhook(world, webhook);
  },
  'channel-deleted': (_hub, world, fault) => {
    const channel = world.channels.get(fault.channelId ?? '');
    if (!channel || channel.kind === 'direct') throw missing('guild channel');
    removeChannel(world, channel);
  },
  'thread-archived': (_hub, world, fault) => changeThread(world, fault, { archived: true }),
  'thread-locked': (_hub, world, fault) => changeThread(world, fault, { archived: true, locked: true }),
  'message-deleted': (_hub, world, fault) => removeMessage(world, messageOf(world, fault)),
  'link-preview': (_hub, world, fault) => {
    const message = messageOf(world, fault);
    const url = /https?:\/\/\S+/.exec(message.content)?.[0] ?? 'https://example.com/';
    const preview = { type: EmbedType.Link, url, title: 'A page', description: 'What it says' };
    changeMessage(world, message, { embeds: [...message.embeds, preview] });
    announceUpdate(world, message);
  },
  'permission-removed': (_hub, world, fault) => {
    const bot = botOf(world);
    const bits = BigInt(fault.permissions ?? '0');
    const channel = world.channels.get(fault.channelId ?? '');
    if (fault.channelId && channel?.kind !== 'guild') throw missing('guild channel');
    const guild = guildOf(world, { ...fault, guildId: channel?.kind === 'guild' ? channel.guildId : fault.guildId });
    withSightChanges(world, guild, () => {
      if (channel?.kind === 'guild') denyIn(channel, bot, bits);
      else takeFromRoles(guild, bot, bits);
    });
    if (channel) announceChannel(world, channel);
    else for (const role of rolesOf(guild, bot)) announceRole(world, guild, role, 'GUILD_ROLE_UPDATE');
  },
  'direct-messages-closed': (_hub, world, fault) => {
    personOf(world, fault).directMessagesClosed = true;
  },
  'direct-messages-opened': (_hub, world, fault) => {
    personOf(world, fault).directMessagesClosed = false;
  },
  'token-reset': (hub, world) => {
    const bot = botOf(world);
    hub.gateway.identifyLimits.resetToken(world, bot);
    hub.gateway.endAccount(bot, 'authenticationFailed');
  },
};

export function actFault(hub: Hub, world: World, fault: Fault & { kind: InstantKind }): void {
  acts[fault.kind](hub, world, fault);
  world.revision += 1;
}

/** The application's sessions, or those of the account that the fault names. */
function sessionsFor(hub: Hub, world: World, { match }: Fault): Session[] {
  const wanted = typeof match === 'object' ? match.user : match;
  return hub.gateway
    .sessions()
    .filter((each) => each.world === world && (wanted === undefined ? each.user.bot : each.user.username === wanted));
}

function messageOf(world: World, { messageId }: Fault): Message {
  const channels = [...world.channels.values()];
  const message = channels.map(({ messages }) => messages.get(messageId ?? '')).find(Boolean);
  if (!message) throw missing('message');
  return message;
}

/** The person a fault names. */
function personOf(world: World, { match }: Fault): User {
  const wanted = typeof match === 'object' ? match.user : match;
  const person = [...world.users.values()].find(({ username }) => username === wanted);
  if (!person) throw missing('person');
  return person;
}

function guildOf(world: World, fault: Fault): Guild {
  const guild = fault.guildId ? world.guilds.get(fault.guildId) : [...world.guilds.values()][0];
  if (!guild) throw missing('guild');
  return guild;
}

function botOf(world: World): User {
  const bot = [...world.users.values()].find((user) => user.bot);
  if (!bot) throw missing('bot');
  return bot;
}

function denyIn(channel: GuildChannel, bot: User, bits: bigint): void {
  const existing = channel.overwrites.find(({ id }) => id === bot.id);
  const deny = (existing?.deny ?? 0n) | bits;
  const own = { id: bot.id, type: OverwriteType.Member, allow: (existing?.allow ?? 0n) & ~deny, deny };
  channel.overwrites = [...channel.overwrites.filter(({ id }) => id !== bot.id), own];
}

function takeFromRoles(guild: Guild, bot: User, bits: bigint): void {
  for (const role of rolesOf(guild, bot)) role.permissions &= ~bits;
}

/** Every role the bot has, @everyone included. */
function rolesOf(guild: Guild, bot: User): Role[] {
  const ids = [guild.id, ...(guild.members.get(bot.id)?.roleIds ?? [])];
  return ids.flatMap((id) => guild.roles.get(id) ?? []);
}

function changeThread(world: World, fault: Fault, change: Partial<Pick<Thread, 'archived' | 'locked'>>): void {
  const thread = world.channels.get(fault.channelId ?? '');
  if (thread?.kind !== 'thread') throw missing('thread');
  Object.assign(thread, change, { archiveChangedAtMs: world.clock.now() });
  announceChannel(world, thread);
}

function missing(what: string): ApiError {
  return new ApiError(404, 0, `There is no such ${what}: check the id in the fault.`);
}
