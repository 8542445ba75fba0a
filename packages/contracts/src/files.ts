import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { heardText } from './text.ts';

/** What a person may bring in one file. */
export const MAX_FILE_BYTES = 16 * 1_048_576;
/** Files cross between processes in parts of this size, so that no call holds anybody up. */
export const FILE_PART_BYTES = 524_288;
export const MAX_FILE_PARTS = Math.ceil(MAX_FILE_BYTES / FILE_PART_BYTES);

/** A file that the gateway keeps for somebody. */
export const StoredFile = z.object({
  id: Id,
  filename: heardText(LIMITS.filename),
  sizeBytes: z.int().min(0).max(MAX_FILE_BYTES),
  parts: z.int().min(0).max(MAX_FILE_PARTS),
});
export type StoredFile = z.infer<typeof StoredFile>;

const PartNumber = z.coerce
  .number()
  .int()
  .min(0)
  .max(MAX_FILE_PARTS - 1);
const FilePart = z.base64().max(Math.ceil(FILE_PART_BYTES / 3) * 4);
const params = z.object({ fileId: Id });
const query = z.object({ number: PartNumber });

/** Begins to keep a file for somebody; its parts follow. Without an import it is gone after an hour. */
export const createFile = defineRoute({
  name: 'file.create',
  method: 'POST',
  path: '/internal/files',
  services: ['ai-worker'],
  body: z.object({
    ownerId: Snowflake,
    importId: Id.nullable().default(null),
    filename: heardText(LIMITS.filename),
    sizeBytes: z.int().min(0).max(MAX_FILE_BYTES),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  output: z.object({ fileId: Id }),
});

export const putFilePart = defineRoute({
  name: 'file.put-part',
  method: 'PUT',
  path: '/internal/files/:fileId/part',
  services: ['ai-worker'],
  params,
  body: z.object({ number: PartNumber, base64: FilePart }),
  output: z.object({}),
});

/** A part of any kept file, for the worker. */
export const readFilePart = defineRoute({
  name: 'file.read-part',
  method: 'GET',
  path: '/internal/files/:fileId/part',
  services: ['ai-worker'],
  params,
  query,
  output: StoredFile.extend({ base64: FilePart }),
});

/** A part of one of the caller's files. */
export const getFilePart = defineRoute({
  name: 'file.get-part',
  method: 'GET',
  path: '/user/files/:fileId/part',
  params,
  query,
  output: StoredFile.extend({ base64: FilePart }),
});
