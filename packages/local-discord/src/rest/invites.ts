import { randomBytes } from 'node:crypto';
import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError } from '../errors.ts';
import { queryFlag, withDefault } from '../forms/fields.ts';
import { letIn } from '../members/join.ts';
import { isoTime, isoTimeOrNull } from '../render/time.ts';
import { renderUserById } from '../render/user.ts';
import type { Invite } from '../world/types.ts';
import { emit, inChannel, type World } from '../world/world.ts';
import { requireGuildChannel, requireGuildPermission, requirePermission } from './require.ts';
import { ok, type Route, route } from './route.ts';

export const inviteRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/channels/{channel_id}/invites',
    body: z.object({
      max_age: withDefault(z.int().min(0).max(604_800), 86_400),
      max_uses: withDefault(z.int().min(0).max(100), 0),
      temporary: withDefault(z.boolean(), false),
      unique: withDefault(z.boolean(), false),
    }),
    handle(call) {
      const { world, body, user } = call;
      const channel = requireGuildChannel(call, call.params.channel_id);
      requirePermission(call, channel, Permission.CreateInstantInvite);
      const nowMs = world.clock.now();
      const invite: Invite = {
        code: randomBytes(6).toString('base64url'),
        guildId: channel.guildId,
        channelId: channel.id,
        inviterId: user.id,
        createdAtMs: nowMs,
        expiresAtMs: body.max_age === 0 ? null : nowMs + body.max_age * 1_000,
        maxAgeSeconds: body.max_age,
        maxUses: body.max_uses,
        uses: 0,
        temporary: body.temporary,
      };
      world.invites.set(invite.code, invite);
      emit(world, 'INVITE_CREATE', inChannel(channel), {
        channel_id: channel.id,
        guild_id: channel.guildId,
        code: invite.code,
        created_at: isoTime(nowMs),
        inviter: renderUserById(world, user.id),
        max_age: invite.maxAgeSeconds,
        max_uses: invite.maxUses,
        temporary: invite.temporary,
        uses: 0,
        type: 0,
        expires_at: isoTimeOrNull(invite.expiresAtMs),
      });
      return ok(renderInvite(world, invite, true));
    },
  }),
  route({
    method: 'GET',
    path: '/channels/{channel_id}/invites',
    handle(call) {
      const channel = requireGuildChannel(call, call.params.channel_id);
      requirePermission(call, channel, Permission.ManageChannels);
      return ok(
        valid(call.world)
          .filter((each) => each.channelId === channel.id)
          .map((each) => renderInvite(call.world, each, true)),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/invites',
    handle(call) {
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.ManageGuild);
      return ok(
        valid(call.world)
          .filter((each) => each.guildId === guild.id)
          .map((each) => renderInvite(call.world, each, true)),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/invites/{code}',
    query: z.object({ with_counts: queryFlag.default(false), with_expiration: z.string().optional() }),
    handle({ world, params, query }) {
      const invite = requireInvite(world, params.code);
      const members = world.guilds.get(invite.guildId)?.members.size ?? 0;
      const counts = { approximate_member_count: members, approximate_presence_count: members };
      return ok({ ...renderInvite(world, invite, false), ...(query.with_counts ? counts : {}) });
    },
  }),
  route({
    method: 'POST',
    path: '/invites/{code}',
    only: 'people',
    handle({ world, params, user }) {
      const invite = requireInvite(world, params.code);
      const guild = world.guilds.get(invite.guildId);
      if (!guild) throw apiError('unknownInvite');
      if (guild.bans.has(user.id)) throw apiError('userBanned');
      if (!guild.members.has(user.id)) invite.uses += 1;
      letIn(world, guild, user.id);
      return ok({ ...renderInvite(world, invite, false), new_member: true });
    },
  }),
  route({
    method: 'DELETE',
    path: '/invites/{code}',
    handle(call) {
      const { world } = call;
      const invite = requireInvite(world, call.params.code);
      const channel = requireGuildChannel(call, invite.channelId);
      requirePermission(call, channel, Permission.ManageChannels);
      world.invites.delete(invite.code);
      emit(world, 'INVITE_DELETE', inChannel(channel), {
        channel_id: channel.id,
        guild_id: channel.guildId,
        code: invite.code,
      });
      return ok(renderInvite(world, invite, false));
    },
  }),
];

function valid(world: World): Invite[] {
  return [...world.invites.values()].filter((invite) => isValid(world, invite));
}

function isValid(world: World, { expiresAtMs, maxUses, uses }: Invite): boolean {
  return (expiresAtMs === null || expiresAtMs > world.clock.now()) && (maxUses === 0 || uses < maxUses);
}

function requireInvite(world: World, code: string): Invite {
  const invite = world.invites.get(code);
  if (!invite || !isValid(world, invite)) throw apiError('unknownInvite');
  return invite;
}

function renderInvite(world: World, invite: Invite, withUse: boolean): Record<string, unknown> {
  const guild = world.guilds.get(invite.guildId);
  const channel = world.channels.get(invite.channelId);
  return {
    code: invite.code,
    type: 0,
    expires_at: isoTimeOrNull(invite.expiresAtMs),
    inviter: renderUserById(world, invite.inviterId),
    guild_id: invite.guildId,
    guild: guild && {
      id: guild.id,
      name: guild.name,
      splash: null,
      banner: null,
      description: guild.description,
      icon: guild.icon,
      features: [],
      verification_level: guild.verificationLevel,
      vanity_url_code: null,
      nsfw_level: 0,
      nsfw: false,
      premium_subscription_count: 0,
    },
    channel: channel?.kind === 'guild' ? { id: channel.id, name: channel.name, type: channel.type } : null,
    ...(withUse
      ? {
          uses: invite.uses,
          max_uses: invite.maxUses,
          max_age: invite.maxAgeSeconds,
          temporary: invite.temporary,
          created_at: isoTime(invite.createdAtMs),
        }
      : {}),
  };
}
