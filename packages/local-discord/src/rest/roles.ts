import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { z } from 'zod';
import { withSightChanges } from '../channels/announce-channel.ts';
import { apiError } from '../errors.ts';
import { permissionBits, snowflake, trimmed } from '../forms/fields.ts';
import { renderRole } from '../render/role.ts';
import { makeRole } from '../world/make.ts';
import { guildPermissions, rankOf } from '../world/permissions.ts';
import { compareSnowflakes } from '../world/snowflake.ts';
import type { Guild, Role } from '../world/types.ts';
import { emit, type World } from '../world/world.ts';
import { requireGuild, requireGuildPermission } from './require.ts';
import { type Call, noContent, ok, type Route, route } from './route.ts';

const MAX_ROLES = 250;

const roleForm = z.object({
  name: trimmed(1, 100).nullish(),
  permissions: permissionBits.nullish(),
  color: z.int().min(0).max(0xffffff).nullish(),
  colors: z.object({ primary_color: z.int().min(0).max(0xffffff).nullish() }).nullish(),
  hoist: z.boolean().nullish(),
  mentionable: z.boolean().nullish(),
  unicode_emoji: z.string().nullish(),
});

export const roleRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/roles',
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      return ok([...guild.roles.values()].map(renderRole));
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/roles/member-counts',
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      const members = [...guild.members.values()];
      const counts = [...guild.roles.keys()].map((id) => [
        id,
        members.filter(({ roleIds }) => roleIds.includes(id)).length,
      ]);
      return ok(Object.fromEntries(counts));
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/roles/{role_id}',
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      return ok(renderRole(requireRole(guild, call.params.role_id)));
    },
  }),
  route({
    method: 'POST',
    path: '/guilds/{guild_id}/roles',
    body: roleForm,
    handle(call) {
      const { world, body } = call;
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.ManageRoles);
      if (guild.roles.size >= MAX_ROLES) throw apiError('tooManyRoles');
      const everyone = guild.roles.get(guild.id)?.permissions ?? 0n;
      requireHeld(call, guild, body.permissions ?? 0n);
      // New roles start right above @everyone.
      for (const role of guild.roles.values()) if (role.position > 0) role.position += 1;
      const role = makeRole(world.newId(), body.name ?? 'new role', body.permissions ?? everyone, 1);
      apply(role, body);
      guild.roles.set(role.id, role);
      announceRole(world, guild, role, 'GUILD_ROLE_CREATE');
      return ok(renderRole(role));
    },
  }),
  route({
    method: 'PATCH',
    path: '/guilds/{guild_id}/roles',
    body: z.array(z.object({ id: snowflake, position: z.int().min(0).nullish() })),
    handle(call) {
      const { world, body } = call;
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.ManageRoles);
      for (const { id, position } of body) {
        // Clients send the whole order; what stays where it is needs no right.
        if (requireRole(guild, id).position === (position ?? requireRole(guild, id).position)) continue;
        const role = requireBelow(call, guild, id);
        role.position = position ?? role.position;
      }
      straighten(guild);
      for (const role of guild.roles.values()) announceRole(world, guild, role, 'GUILD_ROLE_UPDATE');
      return ok([...guild.roles.values()].map(renderRole));
    },
  }),
  route({
    method: 'PATCH',
    path: '/guilds/{guild_id}/roles/{role_id}',
    body: roleForm,
    handle(call) {
      const { world, body, params } = call;
      const guild = requireGuildPermission(call, params.guild_id, Permission.ManageRoles);
      const role =
        params.role_id === guild.id ? requireRole(guild, guild.id) : requireBelow(call, guild, params.role_id);
      requireHeld(call, guild, body.permissions ?? 0n);
      withSightChanges(world, guild, () => apply(role, body));
      announceRole(world, guild, role, 'GUILD_ROLE_UPDATE');
      return ok(renderRole(role));
    },
  }),
  route({
    method: 'DELETE',
    path: '/guilds/{guild_id}/roles/{role_id}',
    handle(call) {
      const { world, params } = call;
      const guild = requireGuildPermission(call, params.guild_id, Permission.ManageRoles);
      const role = requireBelow(call, guild, params.role_id);
      if (role.managed || role.id === guild.id) throw apiError('invalidRole');
      withSightChanges(world, guild, () => {
        guild.roles.delete(role.id);
        for (const member of guild.members.values()) member.roleIds = member.roleIds.filter((id) => id !== role.id);
      });
      emit(world, 'GUILD_ROLE_DELETE', { to: 'guild', guildId: guild.id }, { guild_id: guild.id, role_id: role.id });
      return noContent;
    },
  }),
];

export function announceRole(
  world: World,
  guild: Guild,
  role: Role,
  name: 'GUILD_ROLE_CREATE' | 'GUILD_ROLE_UPDATE',
): void {
  emit(world, name, { to: 'guild', guildId: guild.id }, { guild_id: guild.id, role: renderRole(role) });
}

function requireRole(guild: Guild, roleId: string): Role {
  const role = guild.roles.get(roleId);
  if (!role) throw apiError('unknownRole');
  return role;
}

/** A role below the caller's highest one. @throws ApiError 10011, 50013 */
export function requireBelow({ user }: Pick<Call, 'user'>, guild: Guild, roleId: string): Role {
  const role = requireRole(guild, roleId);
  if (role.position >= rankOf(guild, user.id)) throw apiError('missingPermissions');
  return role;
}

/** Nobody can hand out what they do not have themselves. */
function requireHeld({ world, user }: Pick<Call, 'world' | 'user'>, guild: Guild, bits: bigint): void {
  const member = guild.members.get(user.id);
  const held = member ? guildPermissions(guild, member, world.clock.now()) : 0n;
  if ((bits & held) !== bits) throw apiError('missingPermissions');
}

/** Positions count up from @everyone without gaps; of two at one place the younger is lower. */
function straighten(guild: Guild): void {
  const ordered = [...guild.roles.values()].toSorted(
    (a, b) => a.position - b.position || compareSnowflakes(b.id, a.id),
  );
  for (const [position, role] of [
    ...ordered.filter(({ id }) => id === guild.id),
    ...ordered.filter(({ id }) => id !== guild.id),
  ].entries()) {
    role.position = position;
  }
}

function apply(role: Role, form: z.output<typeof roleForm>): void {
  role.name = form.name ?? role.name;
  role.permissions = form.permissions ?? role.permissions;
  role.color = form.colors?.primary_color ?? form.color ?? role.color;
  role.hoist = form.hoist ?? role.hoist;
  role.mentionable = form.mentionable ?? role.mentionable;
  role.unicodeEmoji = form.unicode_emoji ?? role.unicodeEmoji;
}
