import { Buffer } from 'node:buffer';
import type { Attachment } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

const TIMEOUT_MS = 15_000;

/**
 * The contents of a file that somebody gave to a command. Its address comes from Discord, not from the person.
 * @throws AppError `too-large`, or `unavailable` when Discord does not give it
 */
export async function download({ url, sizeBytes }: Attachment, maxBytes: number): Promise<Buffer> {
  const tooLarge = new AppError('too-large', `a file of more than ${maxBytes} bytes`, {
    reason: 'file-too-large',
    facts: { megabytes: Math.round((maxBytes / 1_048_576) * 10) / 10 },
  });
  if (sizeBytes > maxBytes) throw tooLarge;
  const failed = (cause: unknown) =>
    new AppError('unavailable', 'the file could not be fetched', { reason: 'file-not-fetched', cause });
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    (error: unknown) => {
      throw failed(error);
    },
  );
  if (!response.ok || response.body === null) throw failed(new Error(`answered ${response.status}`));
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of response.body) {
      length += piece.length;
      // What it says of itself may be wrong.
      if (length > maxBytes) throw tooLarge;
      pieces.push(piece);
    }
  } catch (error) {
    throw error === tooLarge ? error : failed(error);
  }
  return Buffer.concat(pieces);
}
