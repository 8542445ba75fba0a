import { extname } from 'node:path';
import { apiError } from '../errors.ts';
import type { UploadedFile } from '../forms/body.ts';
import type { AttachmentsForm } from '../forms/message.ts';
import { attachmentPath } from '../render/attachment.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Attachment } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { pictureSize } from './picture-size.ts';

/** Per file, for everybody in a guild without boosts. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

const typesByExtension: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.m4a': 'audio/mp4',
  '.flac': 'audio/flac',
  '.webm': 'video/webm',
  '.mp4': 'video/mp4',
  '.mov': 'video/quicktime',
};

export interface NewAttachments {
  /** Ids, from the list, of files that the message has already. */
  readonly keptIds: ReadonlySet<Snowflake>;
  readonly added: Attachment[];
}

/**
 * Stores the files of one message.
 * @param listed which files to take and what to say of them; without it every file is taken as it is
 * @throws ApiError 50045 for a file that is too large, 50146 for a list entry without a file
 */
export function takeFiles(
  world: World,
  channelId: Snowflake,
  files: readonly UploadedFile[],
  listed: AttachmentsForm | null | undefined,
  options: { existingIds?: ReadonlySet<Snowflake>; ephemeral?: boolean } = {},
): NewAttachments {
  if (files.some((file) => file.bytes.length > MAX_FILE_BYTES)) throw apiError('fileTooLarge');
  if (!listed)
    return { keptIds: new Set(), added: files.map((file) => storeFile(world, channelId, file, undefined, options)) };

  const keptIds = new Set<Snowflake>();
  const added: Attachment[] = [];
  const byKey = new Map(files.map((file) => [file.key, file]));
  for (const entry of listed) {
    const file = byKey.get(entry.id);
    if (file) added.push(storeFile(world, channelId, file, entry, options));
    else if (options.existingIds?.has(entry.id)) keptIds.add(entry.id);
    else throw apiError('uploadNotFound');
  }
  return { keptIds, added };
}

function storeFile(
  world: World,
  channelId: Snowflake,
  file: UploadedFile,
  entry: AttachmentsForm[number] | undefined,
  options: { ephemeral?: boolean },
): Attachment {
  const original = entry?.filename || file.filename || 'unknown';
  const marked = entry?.is_spoiler && !original.startsWith('SPOILER_') ? `SPOILER_${original}` : original;
  const filename = safeFilename(marked);
  const contentType =
    typesByExtension[extname(filename).toLowerCase()] ?? (file.contentType || 'application/octet-stream');
  const size = contentType.startsWith('image/') ? pictureSize(file.bytes) : undefined;
  const attachment: Attachment = {
    id: world.newId(),
    filename,
    sizeBytes: file.bytes.length,
    contentType,
    spoiler: filename.startsWith('SPOILER_'),
    ephemeral: options.ephemeral ?? false,
    ...(entry?.description ? { description: entry.description } : {}),
    ...(entry?.title ? { title: entry.title } : filename === marked ? {} : { title: marked.replace(/\.[^.]*$/, '') }),
    ...(size ? size : {}),
    ...(typeof entry?.duration_secs === 'number' ? { durationSeconds: entry.duration_secs } : {}),
    ...(entry?.waveform ? { waveform: entry.waveform } : {}),
  };
  world.blobs.set(attachmentPath(channelId, attachment), { bytes: file.bytes, contentType });
  return attachment;
}

/** Discord keeps word characters, dots and hyphens; spaces become underscores. */
function safeFilename(name: string): string {
  const safe = name.replaceAll(/\s+/g, '_').replaceAll(/[^\p{L}\p{N}._-]/gu, '');
  return safe === '' || /^\.+$/.test(safe) ? 'unknown' : safe;
}
