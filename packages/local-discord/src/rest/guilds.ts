import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError } from '../errors.ts';
import { imageData, queryFlag, snowflake, trimmed } from '../forms/fields.ts';
import { renderChannel } from '../render/channel.ts';
import { renderGuild } from '../render/guild.ts';
import { maySee } from '../world/permissions.ts';
import { storePicture } from '../world/pictures.ts';
import type { Guild } from '../world/types.ts';
import { emit } from '../world/world.ts';
import { requireGuild, requireGuildPermission } from './require.ts';
import { type Call, ok, type Route, route } from './route.ts';

export const guildRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/guilds/{guild_id}',
    query: z.object({ with_counts: queryFlag.default(false) }),
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      const counts = {
        approximate_member_count: guild.members.size,
        approximate_presence_count: guild.members.size,
      };
      return ok({ ...renderGuild(call.world, guild), ...(call.query.with_counts ? counts : {}) });
    },
  }),
  route({
    method: 'PATCH',
    path: '/guilds/{guild_id}',
    body: z.object({
      name: trimmed(2, 100).nullish(),
      description: trimmed(0, 300).nullish(),
      icon: imageData.nullish(),
      verification_level: z.int().min(0).max(4).nullish(),
      default_message_notifications: z.int().min(0).max(1).nullish(),
      explicit_content_filter: z.int().min(0).max(2).nullish(),
      afk_timeout: z.int().nullish(),
      preferred_locale: z.string().nullish(),
      system_channel_id: snowflake.nullish(),
      owner_id: snowflake.nullish(),
    }),
    handle(call) {
      const { world, body } = call;
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.ManageGuild);
      if (body.owner_id && body.owner_id !== guild.ownerId) handOver(call, guild, body.owner_id);
      if (body.name) guild.name = body.name;
      if (body.description !== undefined) guild.description = body.description;
      if (body.icon !== undefined) guild.icon = body.icon ? storePicture(world, 'icons', guild.id, body.icon) : null;
      if (typeof body.verification_level === 'number') guild.verificationLevel = body.verification_level;
      if (typeof body.default_message_notifications === 'number') {
        guild.defaultMessageNotifications = body.default_message_notifications;
      }
      if (typeof body.explicit_content_filter === 'number') guild.explicitContentFilter = body.explicit_content_filter;
      if (typeof body.afk_timeout === 'number') guild.afkTimeout = body.afk_timeout;
      if (body.preferred_locale) guild.preferredLocale = body.preferred_locale;
      if (body.system_channel_id !== undefined) guild.systemChannelId = body.system_channel_id;
      emit(world, 'GUILD_UPDATE', { to: 'guild', guildId: guild.id }, () => renderGuild(world, guild));
      return ok(renderGuild(world, guild));
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/preview',
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      const { id, name, icon, description, splash, discovery_splash, features, emojis, stickers } = renderGuild(
        call.world,
        guild,
      );
      const counts = {
        approximate_member_count: guild.members.size,
        approximate_presence_count: guild.members.size,
      };
      return ok({
        id,
        name,
        icon,
        description,
        home_header: null,
        splash,
        discovery_splash,
        features,
        emojis,
        stickers,
        ...counts,
      });
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/channels',
    handle(call) {
      const { world, user, viewer } = call;
      const { guild } = requireGuild(call, call.params.guild_id);
      const channels = [...guild.channelIds].flatMap((id) => world.channels.get(id) ?? []);
      // Bots are given all of them, as Discord does; people only what they may see.
      const shown = user.bot ? channels : channels.filter((channel) => maySee(world, user.id, channel));
      return ok(shown.map((channel) => renderChannel(world, channel, viewer)));
    },
  }),
];

/** Only the owner gives a guild away, to a member who is a person. */
function handOver({ world, user }: Pick<Call, 'world' | 'user'>, guild: Guild, ownerId: string): void {
  if (guild.ownerId !== user.id) throw apiError('missingPermissions');
  if (!guild.members.has(ownerId)) throw apiError('unknownMember');
  if (world.users.get(ownerId)?.bot) throw apiError('ownerIsBot');
  guild.ownerId = ownerId;
}
