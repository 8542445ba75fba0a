import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake } from './ids.ts';

/** Formats that Discord shows as an avatar, and how a file of each is called. Source: Discord, "Image Formatting". */
export const PICTURE_EXTENSIONS = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
} as const;
export const PictureType = z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
export type PictureType = z.infer<typeof PictureType>;

export const MAX_PICTURE_BYTES = 1_048_576;
/** Of a picture as somebody brings it, before it is made small enough. */
export const MAX_UPLOAD_BYTES = 8 * 1_048_576;
export const MAX_UPLOAD_BASE64 = Math.ceil(MAX_UPLOAD_BYTES / 3) * 4;

/** A picture that the gateway keeps; `path` is where it gives it to anybody, and is made from the contents. */
export const Picture = z.object({ id: Id, path: z.string().regex(/^\/pictures\/[0-9a-f]{64}\.[a-z]{3,4}$/) });
export type Picture = z.infer<typeof Picture>;

/** A picture with its contents. */
export const PictureFile = z.object({
  filename: z.string().max(80),
  contentType: PictureType,
  base64: z.base64().max(Math.ceil(MAX_PICTURE_BYTES / 3) * 4),
});

/** The message in the operator's asset channel whose attachment is a picture. */
export const PictureUpload = z.object({ channelId: Snowflake, messageId: Snowflake });
export type PictureUpload = z.infer<typeof PictureUpload>;

/** How characters' pictures reach Discord, and why they do not when they do not. */
export const PictureDelivery = z.object({
  way: z.enum(['public-url', 'asset-channel', 'none']),
  problem: z.string().max(300).nullable(),
});
export type PictureDelivery = z.infer<typeof PictureDelivery>;

/** The shared-state key under which workers tell their `PictureDelivery`. */
export const PICTURE_DELIVERY_KEY = 'picture-delivery';

const params = z.object({ pictureId: Id });

/** A picture to upload, and where it was uploaded before. */
export const readPicture = defineRoute({
  name: 'picture.read',
  method: 'GET',
  path: '/internal/pictures/:pictureId',
  services: ['ai-worker'],
  params,
  output: PictureFile.extend({ upload: PictureUpload.nullable() }),
});

/** Remembers the message that carries a picture, in place of an earlier one. */
export const recordPictureUpload = defineRoute({
  name: 'picture.record-upload',
  method: 'PUT',
  path: '/internal/pictures/:pictureId/upload',
  services: ['ai-worker'],
  params,
  body: PictureUpload,
  output: z.object({}),
});
