import { createHash } from 'node:crypto';
import type { Log } from '../local/log.ts';
import { picturePath } from '../world/pictures.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { World } from '../world/world.ts';

/** Fetches pictures that webhooks name by address, as Discord's proxy does. */
export interface PictureFetcher {
  /**
   * The avatar hash of a webhook message sent with `avatar_url`. The picture itself is fetched in the background;
   * when it cannot be had, the CDN answers 404 and the log says why.
   */
  avatarFromUrl(world: World, webhookId: Snowflake, url: string): string;
  /** Resolves when no fetch is under way. */
  settled(): Promise<void>;
}

const FETCH_TIMEOUT_MS = 5_000;
const MAX_PICTURE_BYTES = 10 * 1024 * 1024;

/** A failed fetch is tried again when the picture is named again after this. */
const RETRY_AFTER_MS = 10_000;

export function createPictureFetcher(log: Log): PictureFetcher {
  /** When each picture was last asked for, by its path; a world that is put back is another world. */
  const askedAtMs = new WeakMap<World, Map<string, number>>();
  const running = new Set<Promise<void>>();

  async function fetchPicture(world: World, path: string, url: string): Promise<void> {
    try {
      if (!isLoopback(new URL(url).hostname)) {
        throw new Error('only pictures on this machine are fetched: local-discord makes no request that leaves it');
      }
      const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS), redirect: 'error' });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      const contentType = response.headers.get('content-type') ?? '';
      if (!contentType.startsWith('image/'))
        throw new Error(`it is ${contentType || 'of no stated type'}, not a picture`);
      const bytes = Buffer.from(await response.arrayBuffer());
      if (bytes.length > MAX_PICTURE_BYTES)
        throw new Error(`it has ${bytes.length} bytes, more than ${MAX_PICTURE_BYTES}`);
      world.blobs.set(path, { bytes, contentType });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.add({ kind: 'notice', world: world.name, text: `could not fetch avatar_url: ${reason}`, detail: { url } });
    }
  }

  return {
    avatarFromUrl(world, webhookId, url) {
      const hash = createHash('md5').update(url).digest('hex');
      const path = picturePath('avatars', webhookId, hash);
      const asked = askedAtMs.get(world) ?? new Map<string, number>();
      askedAtMs.set(world, asked);
      const isDue = (asked.get(path) ?? 0) + RETRY_AFTER_MS <= Date.now();
      if (!world.blobs.get(path) && isDue) {
        asked.set(path, Date.now());
        const fetching = fetchPicture(world, path, url).finally(() => running.delete(fetching));
        running.add(fetching);
      }
      return hash;
    },
    async settled() {
      await Promise.all(running);
    },
  };
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname === '::1' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
