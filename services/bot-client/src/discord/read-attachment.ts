import type { Attachment } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

const TIMEOUT_MS = 10_000;

/**
 * The contents of a file that somebody attached, from the address that Discord gave for it.
 * @throws AppError `too-large`; `unavailable` when Discord doesn't give it
 */
export async function readAttachment({ url, sizeBytes }: Attachment, maxBytes: number): Promise<Buffer> {
  if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' }).catch(
    (error: unknown) => {
      throw new AppError('unavailable', 'the attachment could not be fetched', { cause: error });
    },
  );
  if (!response.ok || response.body === null) {
    throw new AppError('unavailable', `the attachment answered ${response.status}`, {
      reason: 'attachment-unreadable',
    });
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body) {
    length += part.byteLength;
    if (length > maxBytes) throw tooLarge(maxBytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('too-large', `the attachment is larger than ${maxBytes} bytes`, {
    reason: 'attachment-too-large',
    facts: { kilobytes: Math.floor(maxBytes / 1_024) },
  });
}
