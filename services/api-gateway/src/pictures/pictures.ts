import { hash } from 'node:crypto';
import {
  type Caller,
  type getCharacterPicture,
  MAX_PICTURE_BYTES,
  PICTURE_EXTENSIONS,
  type PictureType,
  type PictureUpload,
  type RouteOutput,
  type readPicture,
} from '@tzurot/contracts';
import { AppError, NotFoundError, type PublicFile } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { requireTalkable } from '../characters/access.ts';
import { type Database, query, queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';

/**
 * Keeps a picture, once per owner however often it is brought.
 * @returns its id
 * @throws AppError `too-large` above 1 MiB
 */
export async function keepPicture(
  db: Database,
  ownerId: string,
  { bytes, contentType }: { bytes: Buffer; contentType: PictureType },
): Promise<string> {
  if (bytes.length > MAX_PICTURE_BYTES) {
    throw new AppError('too-large', `a picture has ${bytes.length} bytes, more than ${MAX_PICTURE_BYTES}`);
  }
  const file = `${hash('sha256', bytes)}.${PICTURE_EXTENSIONS[contentType]}`;
  const row = await queryOne<{ id: string }>(
    db,
    sql`INSERT INTO pictures (id, owner_id, file, content_type, bytes)
        VALUES (${uuidV7()}::uuid, ${ownerId}::uuid, ${file}, ${contentType}, ${bytes}::bytea)
        ON CONFLICT (owner_id, file) DO UPDATE SET file = excluded.file
        RETURNING id`,
  );
  if (row === null) throw new Error('a picture was not kept');
  return row.id;
}

/** What anybody gets who knows the file. */
export async function findPublicPicture(db: Database, file: string): Promise<PublicFile | null> {
  return queryOne<{ bytes: Buffer; contentType: PictureType }>(
    db,
    sql`SELECT bytes, content_type AS "contentType" FROM pictures WHERE file = ${file} LIMIT 1`,
  );
}

/** @throws NotFoundError */
export async function findPicture(db: Database, pictureId: string): Promise<RouteOutput<typeof readPicture>> {
  const row = await queryOne<{
    filename: string;
    contentType: PictureType;
    bytes: Buffer;
    channel_id: string | null;
    message_id: string | null;
  }>(
    db,
    sql`SELECT file AS filename, content_type AS "contentType", bytes, upload_channel_id AS channel_id,
          upload_message_id AS message_id
        FROM pictures WHERE id = ${pictureId}::uuid`,
  );
  if (row === null) throw new NotFoundError('picture', pictureId);
  const { bytes, channel_id: channelId, message_id: messageId, ...picture } = row;
  return {
    ...picture,
    base64: bytes.toString('base64'),
    upload:
      channelId === null || messageId === null
        ? null
        : { channelId: toSnowflake(channelId), messageId: toSnowflake(messageId) },
  };
}

/** @throws NotFoundError when the character has none, or the caller may not talk to it */
export async function findPictureOf(
  db: Database,
  caller: Caller,
  characterId: string,
): Promise<RouteOutput<typeof getCharacterPicture>> {
  await requireTalkable(db, caller, characterId);
  const row = await queryOne<{ filename: string; contentType: PictureType; bytes: Buffer }>(
    db,
    sql`SELECT file AS filename, content_type AS "contentType", bytes
        FROM pictures JOIN characters ON characters.picture_id = pictures.id WHERE characters.id = ${characterId}::uuid`,
  );
  if (row === null) throw new NotFoundError('picture', characterId);
  const { bytes, ...picture } = row;
  return { ...picture, base64: bytes.toString('base64') };
}

/** Does nothing for a picture that is gone. */
export async function keepUpload(
  db: Database,
  pictureId: string,
  { channelId, messageId }: PictureUpload,
): Promise<void> {
  await query(
    db,
    sql`UPDATE pictures SET upload_channel_id = ${toBigInt(channelId)}::bigint, upload_message_id = ${toBigInt(messageId)}::bigint
        WHERE id = ${pictureId}::uuid`,
  );
}
