import { hash } from 'node:crypto';

import { readPicture, recordPictureUpload } from '@tzurot/contracts';
import { AppError, type Clock, type Log, type RouteClient } from '@tzurot/platform';
import { LRUCache } from 'lru-cache';

import type { DiscordApi } from './discord-api.ts';
import { readDiscordFailure } from './discord-failure.ts';

/** A channel of the operator's where pictures are kept as attachments, for a bot that has no public address. */
export interface AssetChannel {
  /** Where a picture can be fetched now; null when it cannot be uploaded or found again. Never throws. */
  urlOf(pictureId: string): Promise<string | null>;
  /** Why the last picture that was wanted has no address, or null. */
  problem(): string | null;
}

export interface AssetChannelOptions {
  channelId: string;
  discord: Pick<DiscordApi, 'readFileUrl' | 'sendFile'>;
  gateway: RouteClient;
  clock: Clock;
  log: Log;
}

interface KnownUrl {
  url: string;
  expiresAtMs: number;
}

/** An address is asked for anew before it ends, so that it still works while Discord fetches it. */
const REFRESH_BEFORE_MS = 10 * 60_000;
/** A picture that could not be had is not asked for again at every turn. */
const RETRY_AFTER_MS = 60_000;
/** For everything; a turn waits for it. */
const PATIENCE_MS = 8_000;
/** Of an address that does not say when it ends. */
const USUAL_LIFETIME_MS = 60 * 60_000;
const MAX_KNOWN = 5_000;

export function createAssetChannel({ channelId, discord, gateway, clock, log }: AssetChannelOptions): AssetChannel {
  const known = new LRUCache<string, KnownUrl>({ max: MAX_KNOWN });
  const pausedUntilMs = new Map<string, number>();
  /** Shared by all who ask at once, so that a picture is uploaded once. */
  const looking = new Map<string, Promise<string | null>>();
  let problem: string | null = null;
  const nowMs = () => clock.now().getTime();

  async function find(pictureId: string): Promise<string> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { upload, ...picture } = await gateway.call(readPicture, { params: { pictureId }, signal });
    if (upload?.channelId === channelId) {
      const url = await discord.readFileUrl(channelId, upload.messageId, signal);
      if (url !== null) return url;
    }
    const sent = await discord.sendFile(
      channelId,
      {
        filename: picture.filename,
        contentType: picture.contentType,
        bytes: Buffer.from(picture.base64, 'base64'),
        // Workers that upload the same picture at the same moment get one message.
        nonce: hash('sha256', `picture ${pictureId}`, 'base64url').slice(0, 25),
      },
      signal,
    );
    await gateway
      .call(recordPictureUpload, { params: { pictureId }, body: { channelId, messageId: sent.messageId }, signal })
      // The address is good all the same; whoever needs the picture next uploads it once more.
      .catch((error: unknown) => log.warn({ err: error, pictureId }, 'uploaded picture was not noted'));
    return sent.url;
  }

  async function look(pictureId: string): Promise<string | null> {
    try {
      const url = await find(pictureId);
      known.set(pictureId, { url, expiresAtMs: expiryOf(url) ?? nowMs() + USUAL_LIFETIME_MS });
      pausedUntilMs.delete(pictureId);
      problem = null;
      return url;
    } catch (thrown) {
      pausedUntilMs.set(pictureId, nowMs() + RETRY_AFTER_MS);
      const reason = reasonOf(thrown);
      if (reason !== problem) {
        log.warn({ err: thrown, channelId, pictureId, reason }, 'picture not uploaded, characters speak without one');
      }
      problem = reason;
      return null;
    }
  }

  return {
    async urlOf(pictureId) {
      const present = known.get(pictureId);
      if (present !== undefined && present.expiresAtMs - REFRESH_BEFORE_MS > nowMs()) return present.url;
      const rest = present !== undefined && present.expiresAtMs > nowMs() ? present.url : null;
      if ((pausedUntilMs.get(pictureId) ?? 0) > nowMs()) return rest;
      let search = looking.get(pictureId);
      if (search === undefined) {
        search = look(pictureId).finally(() => looking.delete(pictureId));
        looking.set(pictureId, search);
      }
      return (await search) ?? rest;
    },
    problem: () => problem,
  };
}

/** Until when a signed address works: seconds since 1970, in hexadecimal. Source: Discord, "Signed Attachment CDN URLs". */
function expiryOf(url: string): number | null {
  const seconds = Number.parseInt(URL.parse(url)?.searchParams.get('ex') ?? '', 16);
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof AppError) return `the gateway did not give the picture (${thrown.code})`;
  const failure = readDiscordFailure(thrown);
  return failure.kind === 'rate-limited' ? 'Discord asks for patience' : failure.reason;
}
