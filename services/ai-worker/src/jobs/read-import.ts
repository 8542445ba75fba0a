import {
  type Attachment,
  FoundItem,
  ImportedFile,
  MAX_IMPORT_ITEMS,
  putImportFiles,
  putImportItems,
  readImport,
} from '@tzurot/contracts';
import { AppError, handleJob } from '@tzurot/platform';
import type { WorkerContext } from '../context.ts';
import { readApart } from '../importers/apart/index.ts';
import type { Found } from '../importers/importer.ts';
import { keepFile } from '../importers/keep-file.ts';
import type { FileContents } from '../importers/read-file.ts';
import { ImportRefusal } from '../importers/refusal.ts';

/** What one call to the gateway carries, well below what it takes. */
const MAX_BATCH_CHARACTERS = 300_000;
const MAX_BATCH_ITEMS = 500;
const MAX_PICTURE_BYTES = 8 * 1_048_576;

export const readImportJob = handleJob(
  readImport,
  async ({ importId, ownerId, files: attachments }, ctx: WorkerContext, { signal, log }) => {
    const files = attachments.map(({ filename }) => ImportedFile.parse({ filename }));
    const params = { importId };
    let items = 0;
    for (const [fileNumber, attachment] of attachments.entries()) {
      const { contents, fileId } = await readOne(attachment, { importId, ownerId }, signal, ctx);
      let { problem } = contents;
      if (items + contents.found.length > MAX_IMPORT_ITEMS) problem = 'too-many';
      const found = problem === null ? contents.found : [];
      for (const batch of batches(await withPictures(found, { importId, ownerId }, ctx))) {
        await ctx.gateway.call(putImportItems, { params, body: { fileNumber, from: items, items: batch } });
        items += batch.length;
      }
      const { format, version, detail, warnings } = contents;
      files[fileNumber] = ImportedFile.parse({
        ...files[fileNumber],
        fileId,
        format,
        version,
        problem,
        detail,
        warnings,
      });
      // What is known so far is the progress that a person sees.
      await ctx.gateway.call(putImportFiles, { params, body: { files, isRead: false } });
      log.info({ format, problem, items: found.length }, 'file of an import read');
    }
    await ctx.gateway.call(putImportFiles, { params, body: { files, isRead: true } });
    return { items };
  },
);

interface Of {
  importId: string;
  ownerId: string;
}

/** The file as it is read, and kept: so that an export can give back what we have no place for. */
async function readOne(
  attachment: Attachment,
  { importId, ownerId }: Of,
  signal: AbortSignal,
  ctx: WorkerContext,
): Promise<{ contents: FileContents; fileId: string | null }> {
  const { filename } = attachment;
  try {
    const bytes = await ctx.fetchAttachment(attachment, signal);
    const contents = await readApart(bytes, filename, signal);
    if (contents.problem !== null || contents.found.length === 0) return { contents, fileId: null };
    const kept = contents.redacted === null ? bytes : Buffer.from(contents.redacted);
    return { contents, fileId: await keepFile({ bytes: kept, filename, importId, ownerId }, ctx) };
  } catch (error) {
    if (!(error instanceof ImportRefusal)) throw error;
    const { problem, detail } = error;
    return {
      contents: { format: null, version: null, problem, detail, warnings: [], found: [], redacted: null },
      fileId: null,
    };
  }
}

async function withPictures(found: readonly Found[], of: Of, ctx: WorkerContext): Promise<FoundItem[]> {
  const items: FoundItem[] = [];
  for (const { picture, ...item } of found) {
    const parsed = FoundItem.safeParse(item);
    if (!parsed.success)
      throw new AppError('internal', 'an importer found what fits no draft', { cause: parsed.error });
    const { draft, report } = parsed.data;
    if (draft.kind === 'character' && picture && picture.length <= MAX_PICTURE_BYTES) {
      const bytes = Buffer.from(picture);
      draft.pictureFileId = await keepFile({ bytes, filename: 'picture', ...of }, ctx);
    } else if (picture) report.ignored.push({ field: 'picture', why: 'picture' });
    items.push(parsed.data);
  }
  return items;
}

function* batches(items: readonly FoundItem[]): Generator<FoundItem[]> {
  let batch: FoundItem[] = [];
  let characters = 0;
  for (const item of items) {
    const size = JSON.stringify(item).length;
    if (batch.length > 0 && (characters + size > MAX_BATCH_CHARACTERS || batch.length >= MAX_BATCH_ITEMS)) {
      yield batch;
      [batch, characters] = [[], 0];
    }
    batch.push(item);
    characters += size;
  }
  if (batch.length > 0) yield batch;
}
