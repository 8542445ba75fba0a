import { ChannelType, PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError } from '../errors.ts';
import { permissionBits, snowflake, trimmed } from '../forms/fields.ts';
import { letIn } from '../members/join.ts';
import { renderAvailableGuild, renderGuild } from '../render/guild.ts';
import { makeGuild, makeGuildChannel, makeMember, makeRole } from '../world/make.ts';
import { everyonePermissions } from '../world/seed.ts';
import { emit } from '../world/world.ts';
import { requireGuildPermission } from './require.ts';
import { announceRole } from './roles.ts';
import { created, ok, type Route, route } from './route.ts';

/** People make guilds, and invite applications into them. */
export const newGuildRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/guilds',
    only: 'people',
    body: z.object({ name: trimmed(2, 100) }),
    handle({ world, user, viewer, body }) {
      const id = world.newId();
      const general = makeGuildChannel(id, world.newId(), 'general', ChannelType.GuildText, 0);
      const guild = makeGuild(
        { id, ownerId: user.id, name: body.name, systemChannelId: general.id },
        [makeRole(id, '@everyone', everyonePermissions, 0)],
        [makeMember(user.id, world.clock.now())],
      );
      guild.channelIds.add(general.id);
      world.channels.set(general.id, general);
      world.guilds.set(id, guild);
      emit(world, 'GUILD_CREATE', { to: 'user', userId: user.id, guildId: id }, () =>
        renderAvailableGuild(world, guild, viewer, true),
      );
      return created(renderGuild(world, guild));
    },
  }),
  route({
    method: 'POST',
    path: '/oauth2/authorize',
    only: 'people',
    query: z.object({ client_id: snowflake }),
    body: z.object({ guild_id: snowflake, permissions: permissionBits.default(0n), authorize: z.literal(true) }),
    differs: 'only invites an application into a guild, without a code to come back with',
    handle(call) {
      const { world, body, query } = call;
      const application = world.applications.get(query.client_id);
      if (!application) throw apiError('unknownApplication');
      const guild = requireGuildPermission(call, body.guild_id, Permission.ManageGuild);
      const { botUserId } = application;
      if (!guild.members.has(botUserId)) {
        for (const role of guild.roles.values()) if (role.position > 0) role.position += 1;
        const role = makeRole(world.newId(), application.name, body.permissions, 1, botUserId);
        guild.roles.set(role.id, role);
        announceRole(world, guild, role, 'GUILD_ROLE_CREATE');
        letIn(world, guild, botUserId, [role.id]);
      }
      return ok({ location: '' });
    },
  }),
];
