import { hash } from 'node:crypto';
import { createFile, FILE_PART_BYTES, putFilePart } from '@tzurot/contracts';
import type { WorkerContext } from '../context.ts';

/** Hands a file to the gateway, in parts. @returns its id */
export async function keepFile(
  { bytes, filename, ownerId, importId }: { bytes: Buffer; filename: string; ownerId: string; importId: string | null },
  { gateway }: Pick<WorkerContext, 'gateway'>,
): Promise<string> {
  const sha256 = hash('sha256', bytes);
  const { fileId } = await gateway.call(createFile, {
    body: { ownerId, importId, filename, sizeBytes: bytes.length, sha256 },
  });
  for (let number = 0; number * FILE_PART_BYTES < bytes.length; number += 1) {
    const part = bytes.subarray(number * FILE_PART_BYTES, (number + 1) * FILE_PART_BYTES);
    await gateway.call(putFilePart, { params: { fileId }, body: { number, base64: part.toString('base64') } });
  }
  return fileId;
}
