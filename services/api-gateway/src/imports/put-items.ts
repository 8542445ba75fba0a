import { hash } from 'node:crypto';
import {
  type FoundItem,
  ImportDraft,
  type ImportedFile,
  isReservedName,
  LIMITS,
  PICTURE_EXTENSIONS,
  type putImportItems,
  type RouteRequest,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { readBotNames } from '../characters/reserved-names.ts';
import type { GatewayContext } from '../context.ts';
import { transaction } from '../database/transaction.ts';
import { readBytes, replaceBytes } from '../files/files.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { encodePicture } from '../pictures/encode-picture.ts';
import { hashDraft } from './draft-text.ts';

/** What the worker found in one file, from a number on. The same numbers again take the place of the earlier ones. */
export async function putItems(
  importId: string,
  { fileNumber, from, items }: RouteRequest<typeof putImportItems>['body'],
  ctx: GatewayContext,
): Promise<void> {
  const { userId } = await requireReading(importId, ctx);
  const botNames = await readBotNames(ctx);
  const rows: Prisma.ImportItemCreateManyInput[] = [];
  for (const [index, found] of items.entries()) {
    const { item, pictureSha256 } = await takePicture(callable(found, botNames), importId, ctx);
    const { kind, sourceKey, name, draft, report } = item;
    rows.push({
      id: uuidV7(),
      importId,
      userId,
      number: from + index,
      fileNumber,
      kind,
      sourceKey,
      name,
      contentHash: hashDraft(item, pictureSha256),
      draft,
      report,
    });
  }
  await transaction(ctx.prisma, async (tx) => {
    await tx.importItem.deleteMany({ where: { importId, number: { gte: from, lt: from + items.length } } });
    await tx.importItem.createMany({ data: rows });
  });
}

export async function putFiles(
  importId: string,
  { files, isRead }: { files: ImportedFile[]; isRead: boolean },
  ctx: Pick<GatewayContext, 'prisma'>,
): Promise<void> {
  await requireReading(importId, ctx);
  await ctx.prisma.import.update({ where: { id: importId }, data: { files, ...(isRead && { state: 'ready' }) } });
}

/** A job that comes a second time when its first answer was lost finds an import that is ready. */
async function requireReading(importId: string, { prisma }: Pick<GatewayContext, 'prisma'>) {
  const row = await prisma.import.findUnique({ where: { id: importId } });
  if (row === null) throw new NotFoundError('import', importId);
  if (row.state === 'reading' || row.state === 'ready') return row;
  throw new AppError('conflict', `import ${importId} is ${row.state}`, { reason: 'import-not-ready' });
}

/** A character under whose name nobody could be called gets another one, and its report says so. */
function callable(found: FoundItem, botNames: readonly string[]): FoundItem {
  const { draft, report } = found;
  if (draft.kind !== 'character' || !isReservedName(draft.card.name, botNames)) return found;
  const name = `${draft.card.name.replace(/^@/, '').slice(0, LIMITS.characterName - 2)} 2`;
  const changed = [...report.changed, { field: 'name', why: 'name-refused' as const, from: draft.card.name, to: name }];
  return { ...found, name, draft: { ...draft, card: { ...draft.card, name } }, report: { ...report, changed } };
}

/** Makes the picture of a character small enough, or leaves it out when it is none. */
async function takePicture(
  found: FoundItem,
  importId: string,
  { prisma }: Pick<GatewayContext, 'prisma'>,
): Promise<{ item: FoundItem; pictureSha256: string | null }> {
  const { draft, report } = found;
  if (draft.kind !== 'character' || draft.pictureFileId === null) return { item: found, pictureSha256: null };
  const fileId = draft.pictureFileId;
  const file = await prisma.storedFile.findFirst({ where: { id: fileId, importId }, select: { sha256: true } });
  const bytes = file === null ? Buffer.alloc(0) : await readBytes(prisma, fileId);
  // One that was made smaller already, by an attempt before.
  const isShrunk = file !== null && hash('sha256', bytes) !== file.sha256;
  const small = isShrunk ? null : await encode(bytes);
  if (isShrunk) return { item: found, pictureSha256: file.sha256 };
  if (file === null || small === null) {
    const ignored = [...report.ignored, { field: 'picture', why: 'picture' as const }];
    const without = ImportDraft.parse({ ...draft, pictureFileId: null });
    return { item: { ...found, draft: without, report: { ...report, ignored } }, pictureSha256: null };
  }
  await transaction(prisma, async (tx) =>
    replaceBytes(tx, fileId, `picture.${PICTURE_EXTENSIONS[small.contentType]}`, small.bytes),
  );
  return { item: found, pictureSha256: file.sha256 };
}

/** Null for what is no picture, or too large a one: a card without its picture is better than none. */
async function encode(bytes: Uint8Array) {
  try {
    return await encodePicture(bytes);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid-input') return null;
    throw error;
  }
}
