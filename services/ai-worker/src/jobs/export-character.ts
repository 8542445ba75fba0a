import {
  exportCharacter,
  FILE_PART_BYTES,
  readCharacterToExport,
  readFilePart,
  type StoredFile,
} from '@tzurot/contracts';
import { handleJob } from '@tzurot/platform';
import type { WorkerContext } from '../context.ts';
import { writeCharacter } from '../exporters/write-character.ts';
import { keepFile } from '../importers/keep-file.ts';

export const exportCharacterJob = handleJob(
  exportCharacter,
  async ({ ownerId, characterId, format }, ctx: WorkerContext) => {
    const { original, slug, ...character } = await ctx.gateway.call(readCharacterToExport, {
      params: { characterId },
      query: { ownerId },
    });
    const originalBytes = original === null ? null : await readAll(original.file, ctx);
    const bytes = await writeCharacter({ ...character, sourceKey: original?.sourceKey ?? null }, format, originalBytes);
    const filename = `${slug}.${format}`;
    const fileId = await keepFile({ bytes, filename, ownerId, importId: null }, ctx);
    return { fileId, filename, sizeBytes: bytes.length, parts: Math.ceil(bytes.length / FILE_PART_BYTES) };
  },
);

async function readAll({ id: fileId, parts }: StoredFile, { gateway }: WorkerContext): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let number = 0; number < parts; number += 1) {
    const { base64 } = await gateway.call(readFilePart, { params: { fileId }, query: { number } });
    pieces.push(Buffer.from(base64, 'base64'));
  }
  return Buffer.concat(pieces);
}
