import { GatewayIntentBits as Intent, PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { z } from 'zod';
import { withSightChanges } from '../channels/announce-channel.ts';
import { apiError, formError } from '../errors.ts';
import { imageData, queryInt, snowflake, timestamp, trimmed } from '../forms/fields.ts';
import { putOut } from '../members/leave.ts';
import { removeMessages } from '../messages/remove.ts';
import { renderMember } from '../render/member.ts';
import { renderUserById } from '../render/user.ts';
import { rankOf } from '../world/permissions.ts';
import { storePicture } from '../world/pictures.ts';
import { compareSnowflakes } from '../world/snowflake.ts';
import type { Guild, Member } from '../world/types.ts';
import { emit, type World } from '../world/world.ts';
import { requireGuild, requireGuildPermission } from './require.ts';
import { requireBelow } from './roles.ts';
import { type Call, noContent, ok, type Route, route } from './route.ts';

const SEVEN_DAYS_SECONDS = 7 * 86_400;
const MAX_TIMEOUT_MS = 28 * 24 * 60 * 60_000;

export const memberRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/members',
    query: z.object({ limit: queryInt(1, 1_000).default(1), after: snowflake.default('0') }),
    handle(call) {
      const { world, query } = call;
      const { guild } = requireGuild(call, call.params.guild_id);
      // Whoever may not be told of members by the gateway may not list them here either.
      if (call.user.bot && call.hub.refusedIntents & Intent.GuildMembers) throw apiError('missingAccess');
      const members = [...guild.members.values()]
        .filter(({ userId }) => compareSnowflakes(userId, query.after) > 0)
        .toSorted((a, b) => compareSnowflakes(a.userId, b.userId));
      return ok(members.slice(0, query.limit).map((member) => renderMember(world, member)));
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/members/search',
    query: z.object({ query: z.string().min(1).max(100), limit: queryInt(1, 1_000).default(1) }),
    handle(call) {
      const { world, query } = call;
      const { guild } = requireGuild(call, call.params.guild_id);
      const wanted = query.query.toLowerCase();
      const members = [...guild.members.values()].filter(({ userId, nick }) => {
        const names = [world.users.get(userId)?.username, world.users.get(userId)?.globalName, nick];
        return names.some((name) => name?.toLowerCase().startsWith(wanted));
      });
      return ok(members.slice(0, query.limit).map((member) => renderMember(world, member)));
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/members/{user_id}',
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      const userId = call.params.user_id === '@me' ? call.user.id : call.params.user_id;
      return ok(renderMember(call.world, requireMember(guild, userId)));
    },
  }),
  route({
    method: 'PATCH',
    path: '/guilds/{guild_id}/members/@me',
    body: z.object({ nick: trimmed(0, 32).nullish(), avatar: imageData.nullish() }),
    handle(call) {
      const { world, body } = call;
      const guild = requireGuildPermission(
        call,
        call.params.guild_id,
        body.nick === undefined ? 0n : Permission.ChangeNickname,
      );
      const member = requireMember(guild, call.user.id);
      if (body.nick !== undefined) member.nick = body.nick || null;
      if (body.avatar !== undefined) {
        member.avatar = body.avatar ? storePicture(world, 'avatars', member.userId, body.avatar) : null;
      }
      announceMember(world, guild, member);
      return ok(renderMember(world, member));
    },
  }),
  route({
    method: 'PATCH',
    // The older way, which discord.py still goes.
    path: '/guilds/{guild_id}/members/@me/nick',
    body: z.object({ nick: trimmed(0, 32).nullish() }),
    handle(call) {
      const { world, body } = call;
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.ChangeNickname);
      const member = requireMember(guild, call.user.id);
      member.nick = body.nick || null;
      announceMember(world, guild, member);
      return ok({ nick: member.nick });
    },
  }),
  route({
    method: 'PATCH',
    path: '/guilds/{guild_id}/members/{user_id}',
    body: z.object({
      nick: trimmed(0, 32).nullish(),
      roles: z.array(snowflake).nullish(),
      communication_disabled_until: timestamp.nullish(),
    }),
    handle(call) {
      const { world, body, params } = call;
      const { guild } = requireGuild(call, params.guild_id);
      const member = requireMember(guild, params.user_id);
      if (body.nick !== undefined) {
        requireOver(call, guild, member, Permission.ManageNicknames);
        member.nick = body.nick || null;
      }
      if (body.communication_disabled_until !== undefined) {
        requireOver(call, guild, member, Permission.ModerateMembers);
        member.timedOutUntilMs = parseTimeout(body.communication_disabled_until, world.clock.now());
      }
      const { roles } = body;
      if (roles) {
        requireGuildPermission(call, guild.id, Permission.ManageRoles);
        const changed = [
          ...roles.filter((id) => !member.roleIds.includes(id)),
          ...member.roleIds.filter((id) => !roles.includes(id)),
        ];
        for (const id of changed) requireBelow(call, guild, id);
        withSightChanges(world, guild, () => {
          member.roleIds = [...new Set(roles)];
        });
      }
      announceMember(world, guild, member);
      return ok(renderMember(world, member));
    },
  }),
  route({
    method: 'PUT',
    path: '/guilds/{guild_id}/members/{user_id}/roles/{role_id}',
    handle(call) {
      changeRole(call, (member, roleId) => [...new Set([...member.roleIds, roleId])]);
      return noContent;
    },
  }),
  route({
    method: 'DELETE',
    path: '/guilds/{guild_id}/members/{user_id}/roles/{role_id}',
    handle(call) {
      changeRole(call, (member, roleId) => member.roleIds.filter((id) => id !== roleId));
      return noContent;
    },
  }),
  route({
    method: 'DELETE',
    path: '/guilds/{guild_id}/members/{user_id}',
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      const member = requireMember(guild, call.params.user_id);
      requireOver(call, guild, member, Permission.KickMembers);
      putOut(call.world, guild, member.userId);
      return noContent;
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/bans',
    handle(call) {
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.BanMembers);
      return ok(
        [...guild.bans.values()].map((ban) => ({ reason: ban.reason, user: renderUserById(call.world, ban.userId) })),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/bans/{user_id}',
    handle(call) {
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.BanMembers);
      const ban = guild.bans.get(call.params.user_id);
      if (!ban) throw apiError('unknownBan');
      return ok({ reason: ban.reason, user: renderUserById(call.world, ban.userId) });
    },
  }),
  route({
    method: 'PUT',
    path: '/guilds/{guild_id}/bans/{user_id}',
    differs: 'reasons are not kept',
    body: z.object({
      delete_message_seconds: z.int().min(0).max(SEVEN_DAYS_SECONDS).nullish(),
      delete_message_days: z.int().min(0).max(7).nullish(),
    }),
    handle(call) {
      const { world, params, body } = call;
      const guild = requireGuildPermission(call, params.guild_id, Permission.BanMembers);
      if (!world.users.has(params.user_id)) throw apiError('unknownUser');
      const member = guild.members.get(params.user_id);
      if (member) requireOver(call, guild, member, Permission.BanMembers);
      guild.bans.set(params.user_id, { userId: params.user_id, reason: null });
      const data = { guild_id: guild.id, user: renderUserById(world, params.user_id) };
      emit(world, 'GUILD_BAN_ADD', { to: 'guild', guildId: guild.id }, data);
      putOut(world, guild, params.user_id);
      const seconds = body.delete_message_seconds ?? (body.delete_message_days ?? 0) * 86_400;
      removeMessagesOf(world, guild, params.user_id, world.clock.now() - seconds * 1_000);
      return noContent;
    },
  }),
  route({
    method: 'DELETE',
    path: '/guilds/{guild_id}/bans/{user_id}',
    handle(call) {
      const { world, params } = call;
      const guild = requireGuildPermission(call, params.guild_id, Permission.BanMembers);
      if (!guild.bans.delete(params.user_id)) throw apiError('unknownBan');
      const data = { guild_id: guild.id, user: renderUserById(world, params.user_id) };
      emit(world, 'GUILD_BAN_REMOVE', { to: 'guild', guildId: guild.id }, data);
      return noContent;
    },
  }),
];

/** Takes away what somebody said in a guild since a moment. */
function removeMessagesOf(world: World, guild: Guild, userId: string, sinceMs: number): void {
  for (const channelId of [...guild.channelIds, ...guild.threadIds]) {
    const channel = world.channels.get(channelId);
    const said = [...(channel?.messages ?? [])].filter(
      (message) => message.sentAtMs > sinceMs && message.author.kind === 'user' && message.author.userId === userId,
    );
    if (channel)
      removeMessages(
        world,
        channel,
        said.map(({ id }) => id),
      );
  }
}

function requireMember(guild: Guild, userId: string): Member {
  const member = guild.members.get(userId);
  if (!member) throw apiError('unknownMember');
  return member;
}

/** The permission, and a higher role than the one it is used on. */
function requireOver(call: Pick<Call, 'world' | 'user'>, guild: Guild, member: Member, bits: bigint): void {
  requireGuildPermission(call, guild.id, bits);
  const isSelf = member.userId === call.user.id;
  if (!isSelf && rankOf(guild, member.userId) >= rankOf(guild, call.user.id)) throw apiError('missingPermissions');
}

function parseTimeout(until: string | null, nowMs: number): number | null {
  if (until === null) return null;
  const untilMs = Date.parse(until);
  if (untilMs - nowMs > MAX_TIMEOUT_MS) {
    throw formError({
      path: ['communication_disabled_until'],
      code: 'GUILD_MEMBER_COMMUNICATION_DISABLED_TIMESTAMP_MAX',
      message: 'Invalid communication disabled timestamp',
    });
  }
  return untilMs;
}

function changeRole(
  call: Pick<Call, 'world' | 'user'> & { params: { guild_id: string; user_id: string; role_id: string } },
  next: (member: Member, roleId: string) => string[],
): void {
  const { world, params } = call;
  const guild = requireGuildPermission(call, params.guild_id, Permission.ManageRoles);
  const member = requireMember(guild, params.user_id);
  const role = requireBelow(call, guild, params.role_id);
  if (role.managed || role.id === guild.id) throw apiError('invalidRole');
  withSightChanges(world, guild, () => {
    member.roleIds = next(member, role.id);
  });
  announceMember(world, guild, member);
}

function announceMember(world: World, guild: Guild, member: Member): void {
  emit(
    world,
    'GUILD_MEMBER_UPDATE',
    { to: 'guild', guildId: guild.id },
    { guild_id: guild.id, ...renderMember(world, member) },
    member.userId,
  );
}
