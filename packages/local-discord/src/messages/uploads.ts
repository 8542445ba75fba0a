import { randomUUID } from 'node:crypto';
import { apiError } from '../errors.ts';
import type { UploadedFile } from '../forms/body.ts';
import type { Upload } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** How long a file waits for its message. */
const KEPT_MS = 24 * 60 * 60_000;

/** Makes room for a file that will be sent ahead of its message. */
export function announceUpload(world: World, filename: string): Upload {
  const upload: Upload = { name: `${randomUUID()}/${encodeURIComponent(filename)}`, filename, file: undefined };
  world.uploads.set(upload.name, upload);
  world.clock.after(KEPT_MS, () => world.uploads.delete(upload.name));
  return upload;
}

/** Where the bytes of a file go. */
export function uploadPath({ name }: Upload): string {
  return `/uploads/${name}`;
}

/**
 * The files that a request names by `uploaded_filename`, wherever in its JSON the list stands.
 * @throws ApiError 50146 for one that was not sent ahead
 */
export function findUploads(world: World, json: unknown): UploadedFile[] {
  if (typeof json !== 'object' || json === null) return [];
  const { attachments, message, data } = json as Record<string, unknown>;
  const listed = Array.isArray(attachments) ? attachments.flatMap((entry) => findUpload(world, entry)) : [];
  return [...listed, ...findUploads(world, message), ...findUploads(world, data)];
}

function findUpload(world: World, entry: unknown): UploadedFile[] {
  const { id, uploaded_filename: name } = (entry ?? {}) as { id?: unknown; uploaded_filename?: unknown };
  if (typeof name !== 'string') return [];
  const upload = world.uploads.get(name);
  if (!upload?.file) throw apiError('uploadNotFound');
  return [{ key: String(id), filename: upload.filename, ...upload.file }];
}
