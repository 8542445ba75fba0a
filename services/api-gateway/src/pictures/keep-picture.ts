import { hash } from 'node:crypto';
import { MAX_PICTURE_BYTES, PICTURE_EXTENSIONS, type PictureType } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import type { Rows } from '../database/transaction.ts';

/**
 * Keeps a picture, once per owner however often it is brought.
 * @returns its id
 * @throws AppError `too-large` above 1 MiB
 */
export async function keepPicture(
  db: Rows,
  ownerId: string,
  { bytes, contentType }: { bytes: Uint8Array<ArrayBuffer>; contentType: PictureType },
): Promise<string> {
  if (bytes.length > MAX_PICTURE_BYTES) {
    throw new AppError('too-large', `a picture has ${bytes.length} bytes, more than ${MAX_PICTURE_BYTES}`);
  }
  const file = `${hash('sha256', bytes)}.${PICTURE_EXTENSIONS[contentType]}`;
  const { id } = await db.picture.upsert({
    where: { ownerId_file: { ownerId, file } },
    create: { id: uuidV7(), ownerId, file, contentType, bytes },
    update: {},
    select: { id: true },
  });
  return id;
}

/** The same picture as one of this owner's; null stays null. @returns its id */
export async function copyPicture(db: Rows, pictureId: string | null, ownerId: string): Promise<string | null> {
  const picture = pictureId === null ? null : await db.picture.findUnique({ where: { id: pictureId } });
  if (picture === null) return null;
  if (picture.ownerId === ownerId) return picture.id;
  const { bytes, contentType } = picture;
  // A constraint of the table holds it to the contract's types.
  return keepPicture(db, ownerId, { bytes: new Uint8Array(bytes), contentType: contentType as PictureType });
}

/** A picture goes with the last character that has it. */
export async function dropUnused(db: Rows, pictureIds: readonly (string | null)[]): Promise<void> {
  const ids = pictureIds.filter((id) => id !== null);
  if (ids.length > 0) await db.picture.deleteMany({ where: { id: { in: ids }, characters: { none: {} } } });
}
