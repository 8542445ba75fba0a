import {
  type Caller,
  type createFile,
  FILE_PART_BYTES,
  MAX_STORED_BYTES_PER_USER,
  type RouteOutput,
  type RouteRequest,
  type readFilePart,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import type { GatewayContext } from '../context.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { lockUser, type Rows, transaction } from '../database/transaction.ts';

type Context = Pick<GatewayContext, 'prisma'>;

/** How long a file stays that belongs to no import. */
const LOOSE_FILE_MS = 60 * 60_000;

/** @throws AppError `limit-reached` when its owner has too much already; NotFoundError when there is no such owner or import */
export async function create(
  { ownerId: discordId, importId, filename, sizeBytes, sha256 }: RouteRequest<typeof createFile>['body'],
  { prisma }: Context,
): Promise<RouteOutput<typeof createFile>> {
  const id = uuidV7();
  await transaction(prisma, async (tx) => {
    const owner = await tx.user.findUnique({ where: { discordId: toBigInt(discordId) }, select: { id: true } });
    if (owner === null) throw new NotFoundError('user', discordId);
    await lockUser(tx, owner.id);
    const { _sum } = await tx.storedFile.aggregate({ where: { ownerId: owner.id }, _sum: { sizeBytes: true } });
    if ((_sum.sizeBytes ?? 0) + sizeBytes > MAX_STORED_BYTES_PER_USER) {
      throw new AppError('limit-reached', `a person may keep ${MAX_STORED_BYTES_PER_USER} bytes of files`, {
        reason: 'too-many-files',
        facts: { max: Math.floor(MAX_STORED_BYTES_PER_USER / 1_048_576) },
      });
    }
    const expiresAt = importId === null ? new Date(Date.now() + LOOSE_FILE_MS) : null;
    await tx.storedFile.create({ data: { id, ownerId: owner.id, importId, filename, sizeBytes, sha256, expiresAt } });
  });
  return { fileId: id };
}

/** The same part again takes its place. */
export async function putPart(
  { fileId, number }: { fileId: string; number: number },
  base64: string,
  { prisma }: Context,
): Promise<void> {
  const bytes = Buffer.from(base64, 'base64');
  await prisma.storedFilePart.upsert({
    where: { fileId_number: { fileId, number } },
    create: { fileId, number, bytes },
    update: { bytes },
  });
}

/** @throws NotFoundError when there is none, or it is not the caller's */
export async function readPart(
  { fileId, number }: { fileId: string; number: number },
  { prisma }: Context,
  caller?: Caller,
): Promise<RouteOutput<typeof readFilePart>> {
  const file = await prisma.storedFile.findFirst({
    where: { id: fileId, ...(caller && { owner: { discordId: toBigInt(caller.id) } }) },
    include: { parts: { where: { number } } },
  });
  const [part] = file?.parts ?? [];
  if (file === null || part === undefined) throw new NotFoundError('file', fileId);
  const { id, filename, sizeBytes } = file;
  return {
    id,
    filename,
    sizeBytes,
    parts: Math.ceil(sizeBytes / FILE_PART_BYTES),
    base64: Buffer.from(part.bytes).toString('base64'),
  };
}

/** All of a file. */
export async function readBytes(db: Rows, fileId: string): Promise<Buffer<ArrayBuffer>> {
  const parts = await db.storedFilePart.findMany({ where: { fileId }, orderBy: { number: 'asc' } });
  return Buffer.concat(parts.map(({ bytes }) => bytes));
}

/** Puts other bytes in the place of a file's. */
export async function replaceBytes(db: Rows, fileId: string, filename: string, bytes: Uint8Array): Promise<void> {
  await db.storedFilePart.deleteMany({ where: { fileId } });
  for (let at = 0, number = 0; at < bytes.length; at += FILE_PART_BYTES, number += 1) {
    const part = Uint8Array.from(bytes.subarray(at, at + FILE_PART_BYTES));
    await db.storedFilePart.create({ data: { fileId, number, bytes: part } });
  }
  await db.storedFile.update({ where: { id: fileId }, data: { filename, sizeBytes: bytes.length } });
}

/** Forgets files that nobody fetched. @returns how many */
export async function forgetExpired({ prisma }: Context): Promise<number> {
  const { count } = await prisma.storedFile.deleteMany({ where: { expiresAt: { lte: new Date() } } });
  return count;
}
