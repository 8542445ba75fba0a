import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError } from '../errors.ts';
import { imageData, snowflake } from '../forms/fields.ts';
import { renderEmoji } from '../render/guild.ts';
import { storeNamedPicture } from '../world/pictures.ts';
import type { Emoji, Guild } from '../world/types.ts';
import { emit, type World } from '../world/world.ts';
import { requireOwnApplication } from './commands.ts';
import { requireGuild, requireGuildPermission } from './require.ts';
import { created, noContent, ok, type Route, route } from './route.ts';

const name = z.string().regex(/^\w{2,32}$/);
const createForm = z.object({ name, image: imageData, roles: z.array(snowflake).nullish() });
const editForm = z.object({ name: name.nullish(), roles: z.array(snowflake).nullish() });

export const emojiRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/emojis',
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      return ok([...guild.emojis.values()].map((emoji) => renderEmoji(call.world, emoji)));
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/emojis/{emoji_id}',
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      return ok(renderEmoji(call.world, requireEmoji(guild.emojis, call.params.emoji_id)));
    },
  }),
  route({
    method: 'POST',
    path: '/guilds/{guild_id}/emojis',
    body: createForm,
    handle(call) {
      const { world, user, body } = call;
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.CreateGuildExpressions);
      const emoji = makeEmoji(world, user.id, body);
      guild.emojis.set(emoji.id, emoji);
      announceEmojis(world, guild);
      return created(renderEmoji(world, emoji));
    },
  }),
  route({
    method: 'PATCH',
    path: '/guilds/{guild_id}/emojis/{emoji_id}',
    body: editForm,
    handle(call) {
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.ManageGuildExpressions);
      const emoji = requireEmoji(guild.emojis, call.params.emoji_id);
      emoji.name = call.body.name ?? emoji.name;
      emoji.roleIds = call.body.roles ?? emoji.roleIds;
      announceEmojis(call.world, guild);
      return ok(renderEmoji(call.world, emoji));
    },
  }),
  route({
    method: 'DELETE',
    path: '/guilds/{guild_id}/emojis/{emoji_id}',
    handle(call) {
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.ManageGuildExpressions);
      guild.emojis.delete(requireEmoji(guild.emojis, call.params.emoji_id).id);
      announceEmojis(call.world, guild);
      return noContent;
    },
  }),
  route({
    method: 'GET',
    path: '/applications/{application_id}/emojis',
    only: 'bots',
    handle(call) {
      requireOwnApplication(call);
      return ok({ items: [...call.world.applicationEmojis.values()].map((emoji) => renderEmoji(call.world, emoji)) });
    },
  }),
  route({
    method: 'POST',
    path: '/applications/{application_id}/emojis',
    only: 'bots',
    body: createForm,
    handle(call) {
      requireOwnApplication(call);
      const emoji = makeEmoji(call.world, call.user.id, call.body);
      call.world.applicationEmojis.set(emoji.id, emoji);
      return created(renderEmoji(call.world, emoji));
    },
  }),
  route({
    method: 'GET',
    path: '/applications/{application_id}/emojis/{emoji_id}',
    only: 'bots',
    handle(call) {
      requireOwnApplication(call);
      return ok(renderEmoji(call.world, requireEmoji(call.world.applicationEmojis, call.params.emoji_id)));
    },
  }),
  route({
    method: 'PATCH',
    path: '/applications/{application_id}/emojis/{emoji_id}',
    only: 'bots',
    body: z.object({ name }),
    handle(call) {
      requireOwnApplication(call);
      const emoji = requireEmoji(call.world.applicationEmojis, call.params.emoji_id);
      emoji.name = call.body.name;
      return ok(renderEmoji(call.world, emoji));
    },
  }),
  route({
    method: 'DELETE',
    path: '/applications/{application_id}/emojis/{emoji_id}',
    only: 'bots',
    handle(call) {
      requireOwnApplication(call);
      const { id } = requireEmoji(call.world.applicationEmojis, call.params.emoji_id);
      call.world.applicationEmojis.delete(id);
      return noContent;
    },
  }),
];

function requireEmoji(emojis: ReadonlyMap<string, Emoji>, id: string): Emoji {
  const emoji = emojis.get(id);
  if (!emoji) throw apiError('unknownEmojiResource');
  return emoji;
}

function makeEmoji(world: World, userId: string, form: z.output<typeof createForm>): Emoji {
  const id = world.newId();
  storeNamedPicture(world, `/emojis/${id}`, form.image);
  return {
    id,
    userId,
    name: form.name,
    roleIds: form.roles ?? [],
    animated: form.image.startsWith('data:image/gif'),
  };
}

function announceEmojis(world: World, guild: Guild): void {
  emit(
    world,
    'GUILD_EMOJIS_UPDATE',
    { to: 'guild', guildId: guild.id },
    {
      guild_id: guild.id,
      emojis: [...guild.emojis.values()].map((emoji) => renderEmoji(world, emoji)),
    },
  );
}
