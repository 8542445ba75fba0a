import { z } from 'zod';
import { defineRoute } from '../define-route.ts';
import { PictureFile, PictureUpload } from '../entities/picture.ts';
import { Id } from '../ids.ts';

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
