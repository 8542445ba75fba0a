import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError } from '../errors.ts';
import { trimmed } from '../forms/fields.ts';
import { renderSticker } from '../render/guild.ts';
import type { Guild, Sticker } from '../world/types.ts';
import { emit, type World } from '../world/world.ts';
import { requireGuild, requireGuildPermission } from './require.ts';
import { type Call, created, noContent, ok, type Route, route } from './route.ts';

/** A sticker's picture may be this large. */
const MAX_STICKER_BYTES = 512 * 1024;

const formats: Readonly<Record<string, number>> = {
  'image/png': 1,
  'image/apng': 2,
  'application/json': 3,
  'image/gif': 4,
};

export const stickerRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/stickers',
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      return ok([...guild.stickers.values()].map((sticker) => renderSticker(call.world, guild, sticker)));
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/stickers/{sticker_id}',
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      return ok(renderSticker(call.world, guild, requireSticker(guild, call.params.sticker_id)));
    },
  }),
  route({
    method: 'POST',
    path: '/guilds/{guild_id}/stickers',
    body: z.object({
      name: trimmed(2, 30),
      description: trimmed(0, 100).nullish(),
      tags: trimmed(1, 200),
    }),
    handle(call) {
      const { world, body, files } = call;
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.CreateGuildExpressions);
      const [file] = files;
      if (!file) throw apiError('invalidFile');
      if (file.bytes.length > MAX_STICKER_BYTES) throw apiError('fileTooLarge');
      const sticker: Sticker = {
        id: world.newId(),
        userId: call.user.id,
        formatType: formats[file.contentType] ?? 1,
        name: body.name,
        description: body.description ?? null,
        tags: body.tags,
      };
      world.blobs.set(`/stickers/${sticker.id}`, { bytes: file.bytes, contentType: file.contentType || 'image/png' });
      guild.stickers.set(sticker.id, sticker);
      announceStickers(world, guild);
      return created(renderSticker(world, guild, sticker));
    },
  }),
  route({
    method: 'PATCH',
    path: '/guilds/{guild_id}/stickers/{sticker_id}',
    body: z.object({
      name: trimmed(2, 30).nullish(),
      description: trimmed(0, 100).nullish(),
      tags: trimmed(1, 200).nullish(),
    }),
    handle(call) {
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.ManageGuildExpressions);
      const sticker = requireSticker(guild, call.params.sticker_id);
      sticker.name = call.body.name ?? sticker.name;
      sticker.tags = call.body.tags ?? sticker.tags;
      if (call.body.description !== undefined) sticker.description = call.body.description;
      announceStickers(call.world, guild);
      return ok(renderSticker(call.world, guild, sticker));
    },
  }),
  route({
    method: 'DELETE',
    path: '/guilds/{guild_id}/stickers/{sticker_id}',
    handle(call) {
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.ManageGuildExpressions);
      guild.stickers.delete(requireSticker(guild, call.params.sticker_id).id);
      announceStickers(call.world, guild);
      return noContent;
    },
  }),
  route({
    method: 'GET',
    path: '/stickers/{sticker_id}',
    handle(call) {
      const { guild, sticker } = findSticker(call);
      return ok(renderSticker(call.world, guild, sticker));
    },
  }),
  route({
    method: 'GET',
    path: '/sticker-packs',
    differs: 'always empty: there are no standard stickers',
    handle: () => ok({ sticker_packs: [] }),
  }),
];

function requireSticker(guild: Guild, id: string): Sticker {
  const sticker = guild.stickers.get(id);
  if (!sticker) throw apiError('unknownSticker');
  return sticker;
}

function findSticker({ world, params }: Pick<Call, 'world'> & { params: { sticker_id: string } }): {
  guild: Guild;
  sticker: Sticker;
} {
  for (const guild of world.guilds.values()) {
    const sticker = guild.stickers.get(params.sticker_id);
    if (sticker) return { guild, sticker };
  }
  throw apiError('unknownSticker');
}

function announceStickers(world: World, guild: Guild): void {
  emit(
    world,
    'GUILD_STICKERS_UPDATE',
    { to: 'guild', guildId: guild.id },
    {
      guild_id: guild.id,
      stickers: [...guild.stickers.values()].map((sticker) => renderSticker(world, guild, sticker)),
    },
  );
}
