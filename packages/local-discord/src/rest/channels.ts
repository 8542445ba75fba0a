import { ChannelType, OverwriteType, PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { announceChannel, announceGuildChannel, withSightChanges } from '../channels/announce-channel.ts';
import { applySettings } from '../channels/apply-settings.ts';
import { editGroup, isGroup, removeRecipient } from '../channels/direct.ts';
import { editThread } from '../channels/edit-thread.ts';
import { removeChannel } from '../channels/remove-channel.ts';
import { apiError } from '../errors.ts';
import { createChannelForm, editChannelForm, overwriteForm, positionsForm } from '../forms/channel.ts';
import { renderChannel, renderGuildChannel } from '../render/channel.ts';
import { makeGuildChannel } from '../world/make.ts';
import { permissionsIn } from '../world/permissions.ts';
import { storePicture } from '../world/pictures.ts';
import type { Guild, GuildChannel } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { requireChannel, requireGuildChannel, requireGuildPermission, requirePermission } from './require.ts';
import { created, noContent, ok, type Route, route } from './route.ts';

const MAX_CHANNELS = 500;

export const channelRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/channels/{channel_id}',
    handle: (call) => ok(renderChannel(call.world, requireChannel(call, call.params.channel_id), call.viewer)),
  }),
  route({
    method: 'PATCH',
    path: '/channels/{channel_id}',
    body: editChannelForm,
    handle(call) {
      const { world, body } = call;
      const channel = requireChannel(call, call.params.channel_id);
      if (isGroup(channel)) {
        const icon = body.icon && storePicture(world, 'channel-icons', channel.id, body.icon);
        editGroup(world, channel, call.user, { name: body.name, icon });
        return ok(renderChannel(world, channel, call.viewer));
      }
      if (channel.kind === 'direct') throw apiError('notInDirectMessage');
      if (channel.kind === 'thread') {
        editThread(world, channel, body, call.user.id);
        return ok(renderChannel(world, channel, call.viewer));
      }
      requirePermission(call, channel, Permission.ManageChannels);
      if (body.permission_overwrites) requirePermission(call, channel, Permission.ManageRoles);
      withSightChanges(world, guildOf(world, channel), () => {
        if (body.name) channel.name = spell(body.name, channel.type);
        channel.type = body.type ?? channel.type;
        applySettings(world, channel, body);
      });
      announceChannel(world, channel);
      return ok(renderChannel(world, channel, call.viewer));
    },
  }),
  route({
    method: 'DELETE',
    path: '/channels/{channel_id}',
    handle(call) {
      const channel = requireChannel(call, call.params.channel_id);
      const rendered = renderChannel(call.world, channel, call.viewer);
      if (isGroup(channel)) {
        removeRecipient(call.world, channel, call.user, call.user.id);
        return ok(rendered);
      }
      // Closing a direct channel hides it from one side's list; it stays where it is.
      if (channel.kind === 'direct') return ok(rendered);
      requirePermission(
        call,
        channel,
        channel.kind === 'thread' ? Permission.ManageThreads : Permission.ManageChannels,
      );
      removeChannel(call.world, channel);
      return ok(rendered);
    },
  }),
  route({
    method: 'POST',
    path: '/guilds/{guild_id}/channels',
    body: createChannelForm,
    handle(call) {
      const { world, body } = call;
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.ManageChannels);
      if (guild.channelIds.size >= MAX_CHANNELS) throw apiError('tooManyChannels');
      const channel = makeGuildChannel(
        guild.id,
        world.newId(),
        spell(body.name, body.type),
        body.type,
        body.position ?? guild.channelIds.size,
      );
      applySettings(world, channel, body);
      world.channels.set(channel.id, channel);
      guild.channelIds.add(channel.id);
      announceGuildChannel(world, channel, 'CHANNEL_CREATE');
      return created(renderGuildChannel(channel));
    },
  }),
  route({
    method: 'PATCH',
    path: '/guilds/{guild_id}/channels',
    body: positionsForm,
    handle(call) {
      const { world } = call;
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.ManageChannels);
      for (const { id, position, parent_id: parentId } of call.body) {
        const channel = world.channels.get(id);
        if (channel?.kind !== 'guild' || channel.guildId !== guild.id) throw apiError('unknownChannel');
        applySettings(world, channel, { position, ...(parentId === undefined ? {} : { parent_id: parentId }) });
        announceChannel(world, channel);
      }
      return noContent;
    },
  }),
  route({
    method: 'PUT',
    path: '/channels/{channel_id}/permissions/{overwrite_id}',
    body: overwriteForm,
    handle(call) {
      const { world, params, body } = call;
      const channel = requireGuildChannel(call, params.channel_id);
      requirePermission(call, channel, Permission.ManageRoles);
      const guild = guildOf(world, channel);
      const exists =
        body.type === OverwriteType.Role ? guild.roles.has(params.overwrite_id) : world.users.has(params.overwrite_id);
      if (!exists) throw apiError('unknownOverwrite');
      // Nobody can hand out what they do not have themselves.
      const held = permissionsIn(world, call.user.id, channel);
      const given = (body.allow ?? 0n) | (body.deny ?? 0n);
      if ((given & held) !== given) throw apiError('missingPermissions');

      withSightChanges(world, guild, () => {
        const others = channel.overwrites.filter(({ id }) => id !== params.overwrite_id);
        const overwrite = { id: params.overwrite_id, type: body.type, allow: body.allow ?? 0n, deny: body.deny ?? 0n };
        channel.overwrites = [...others, overwrite];
      });
      announceChannel(world, channel);
      return noContent;
    },
  }),
  route({
    method: 'DELETE',
    path: '/channels/{channel_id}/permissions/{overwrite_id}',
    handle(call) {
      const { world, params } = call;
      const channel = requireGuildChannel(call, params.channel_id);
      requirePermission(call, channel, Permission.ManageRoles);
      if (!channel.overwrites.some(({ id }) => id === params.overwrite_id)) throw apiError('unknownOverwrite');
      withSightChanges(world, guildOf(world, channel), () => {
        channel.overwrites = channel.overwrites.filter(({ id }) => id !== params.overwrite_id);
      });
      announceChannel(world, channel);
      return noContent;
    },
  }),
];

function guildOf(world: World, { guildId }: GuildChannel): Guild {
  const guild = world.guilds.get(guildId);
  if (!guild) throw apiError('unknownGuild');
  return guild;
}

/** Text channels are written in lower case with hyphens; the other kinds keep what was typed. */
function spell(name: string, type: ChannelType): string {
  const isText =
    type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement || type === ChannelType.GuildForum;
  return isText ? name.toLowerCase().replaceAll(/\s+/g, '-') : name;
}
