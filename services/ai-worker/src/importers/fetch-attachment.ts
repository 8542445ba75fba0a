import { type Attachment, MAX_FILE_BYTES } from '@tzurot/contracts';
import { createGuardedFetch } from '@tzurot/platform';
import { ImportRefusal } from './refusal.ts';

/** Where Discord keeps what people attach. Source: Discord, "Signed Attachment CDN URLs". */
const CDN_HOSTS = new Set(['cdn.discordapp.com', 'media.discordapp.net']);
const SILENCE_MS = 15_000;

export type FetchAttachment = (attachment: Attachment, signal: AbortSignal) => Promise<Buffer>;

/**
 * Fetches what somebody gave to Discord, from Discord's own servers and from nowhere else.
 * @param discordApiUrl the operator's: a Discord that runs elsewhere keeps its files at the same origin
 */
export function createFetchAttachment(discordApiUrl: string): FetchAttachment {
  const guarded = createGuardedFetch({ maxBytes: MAX_FILE_BYTES, silenceMs: SILENCE_MS });
  const ownOrigin = new URL(discordApiUrl).origin;
  return async ({ url: address, sizeBytes }, signal) => {
    if (sizeBytes > MAX_FILE_BYTES) throw new ImportRefusal('too-large', '16 MB');
    const url = URL.parse(address);
    const isCdn = url !== null && url.protocol === 'https:' && CDN_HOSTS.has(url.hostname);
    if (url === null || (!isCdn && url.origin !== ownOrigin)) throw new ImportRefusal('unreachable');
    try {
      const response = await (isCdn ? guarded : fetch)(url, { signal, redirect: 'error' });
      if (!response.ok) throw new ImportRefusal('unreachable', String(response.status));
      const bytes = Buffer.from(await response.arrayBuffer());
      if (bytes.length > MAX_FILE_BYTES) throw new ImportRefusal('too-large', '16 MB');
      return bytes;
    } catch (error) {
      if (error instanceof ImportRefusal || signal.aborted) throw error;
      throw new ImportRefusal('unreachable');
    }
  };
}
