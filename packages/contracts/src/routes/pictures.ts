import { z } from 'zod';
import { defineRoute } from '../define-route.ts';
import { MAX_PICTURE_BYTES, PictureType, PictureUpload } from '../entities/picture.ts';
import { Id } from '../ids.ts';

const params = z.object({ pictureId: Id });

/** A picture to upload, and where it was uploaded before. */
export const readPicture = defineRoute({
  name: 'picture.read',
  method: 'GET',
  path: '/internal/pictures/:pictureId',
  services: ['ai-worker'],
  params,
  output: z.object({
    filename: z.string().max(80),
    contentType: PictureType,
    base64: z.base64().max(Math.ceil(MAX_PICTURE_BYTES / 3) * 4),
    upload: PictureUpload.nullable(),
  }),
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
