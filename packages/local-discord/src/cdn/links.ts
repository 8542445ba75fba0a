import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** How long a signed url works. Source: Discord documentation, "Signed Attachment CDN URLs" (about a day). */
const LIFETIME_MS = 24 * 60 * 60_000;

/** Makes and checks addresses of files; those of attachments are signed and expire. */
export interface CdnLinks {
  /** An address that works for a day, for a path such as `/attachments/1/2/a.png`. */
  signed(path: string): string;
  /** An address that works as long as the file is there. */
  plain(path: string): string;
  /** Whether the signature in this query is ours, for this path, and not expired. */
  isValid(path: string, query: URLSearchParams): boolean;
}

export function createLinks(clock: Clock, baseUrl: () => string): CdnLinks {
  const secret = randomBytes(32);
  const sign = (path: string, expires: string, issued: string) =>
    createHmac('sha256', secret).update(`${path}|${expires}|${issued}`).digest('hex');

  return {
    plain: (path) => baseUrl() + path,
    signed(path) {
      const nowMs = clock.now();
      const issued = hexSeconds(nowMs);
      const expires = hexSeconds(nowMs + LIFETIME_MS);
      return `${baseUrl()}${path}?ex=${expires}&is=${issued}&hm=${sign(path, expires, issued)}&`;
    },
    isValid(path, query) {
      const expires = query.get('ex') ?? '';
      const given = Buffer.from(query.get('hm') ?? '');
      const right = Buffer.from(sign(path, expires, query.get('is') ?? ''));
      if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
      return Number.parseInt(expires, 16) * 1_000 > clock.now();
    },
  };
}

function hexSeconds(timestampMs: number): string {
  return Math.floor(timestampMs / 1_000).toString(16);
}
