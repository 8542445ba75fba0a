import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError } from '../errors.ts';
import { snowflake } from '../forms/fields.ts';
import { MAX_FILE_BYTES } from '../messages/attachments.ts';
import { announceUpload, uploadPath } from '../messages/uploads.ts';
import type { World } from '../world/world.ts';
import { requireChannel, requirePermission } from './require.ts';
import { ok, type Route, route } from './route.ts';

/** Files before their message, which Discord's own client sends ahead, and after their addresses have expired. */
export const uploadRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/attachments/refresh-urls',
    body: z.object({ attachment_urls: z.array(z.string()).min(1).max(50) }),
    handle: ({ world, body }) =>
      ok({
        refreshed_urls: body.attachment_urls.map((original) => ({ original, refreshed: refresh(world, original) })),
      }),
  }),
  route({
    method: 'POST',
    path: '/channels/{channel_id}/attachments',
    body: z.object({
      files: z
        .array(
          z.object({
            id: snowflake.nullish(),
            filename: z.string().min(1).max(1_024),
            file_size: z.int().min(0),
            is_clip: z.boolean().nullish(),
          }),
        )
        .min(1)
        .max(10),
    }),
    handle(call) {
      const { world, body } = call;
      const channel = requireChannel(call, call.params.channel_id);
      requirePermission(call, channel, Permission.AttachFiles);
      if (body.files.some(({ file_size: sizeBytes }) => sizeBytes > MAX_FILE_BYTES)) throw apiError('fileTooLarge');
      return ok({
        attachments: body.files.map(({ id, filename }, index) => {
          const upload = announceUpload(world, filename);
          return {
            id: Number(id ?? index),
            upload_url: world.links.plain(uploadPath(upload)),
            upload_filename: upload.name,
          };
        }),
      });
    },
  }),
];

/** A fresh address of the same file; an address of anything else comes back as it is. */
function refresh(world: World, original: string): string {
  const path = URL.canParse(original) ? new URL(original).pathname : '';
  return world.blobs.get(path) ? world.links.signed(path) : original;
}
