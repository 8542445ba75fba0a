import type {
  Caller,
  getCharacterPicture,
  PictureType,
  PictureUpload,
  RouteOutput,
  readPicture,
} from '@tzurot/contracts';
import { NotFoundError, type PublicFile } from '@tzurot/platform';
import { requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';

type Context = Pick<GatewayContext, 'prisma'>;

/** What anybody gets who knows the file. */
export async function findPublicPicture(file: string, { prisma }: Context): Promise<PublicFile | null> {
  const row = await prisma.picture.findFirst({ where: { file }, select: { bytes: true, contentType: true } });
  return row && { bytes: Buffer.from(row.bytes), contentType: row.contentType };
}

/** @throws NotFoundError */
export async function findPicture(id: string, { prisma }: Context): Promise<RouteOutput<typeof readPicture>> {
  const row = await prisma.picture.findUnique({ where: { id } });
  if (row === null) throw new NotFoundError('picture', id);
  const { uploadChannelId, uploadMessageId } = row;
  return {
    ...toFile(row),
    upload:
      uploadChannelId === null || uploadMessageId === null
        ? null
        : { channelId: toSnowflake(uploadChannelId), messageId: toSnowflake(uploadMessageId) },
  };
}

/** @throws NotFoundError when the character has none, or the caller may not talk to it */
export async function findPictureOf(
  caller: Caller,
  characterId: string,
  { prisma }: Context,
): Promise<RouteOutput<typeof getCharacterPicture>> {
  await requireTalkable(prisma, caller, characterId);
  const row = await prisma.picture.findFirst({ where: { characters: { some: { id: characterId } } } });
  if (row === null) throw new NotFoundError('picture', characterId);
  return toFile(row);
}

function toFile({ file, contentType, bytes }: { file: string; contentType: string; bytes: Uint8Array }) {
  return {
    filename: file,
    // A constraint of the table holds it to the contract's types.
    contentType: contentType as PictureType,
    base64: Buffer.from(bytes).toString('base64'),
  };
}

/** Does nothing for a picture that is gone. */
export async function keepUpload(
  id: string,
  { channelId, messageId }: PictureUpload,
  { prisma }: Context,
): Promise<void> {
  await prisma.picture.updateMany({
    where: { id },
    data: { uploadChannelId: toBigInt(channelId), uploadMessageId: toBigInt(messageId) },
  });
}
