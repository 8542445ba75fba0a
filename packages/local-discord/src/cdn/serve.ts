import type { ServerResponse } from 'node:http';
import type { Hub } from '../hub.ts';
import type { Blob } from '../world/blobs.ts';
import { defaultAvatar } from './default-avatar.ts';

/** First segments of the paths that Discord's CDN serves. */
const cdnPath = /^\/(attachments|avatars|banners|icons|channel-icons|app-icons|emojis|stickers|embed)\//;

export function isCdnPath(path: string): boolean {
  return cdnPath.test(path);
}

/** Files people may look at in place; everything else is offered for download. */
const shownInPlace = /^(image\/(?!svg)|audio\/|video\/)/;

/** Answers one file: attachments only with a signature that has not run out, avatars once they are fetched. */
export async function serveCdn(
  hub: Hub,
  response: ServerResponse,
  path: string,
  query: URLSearchParams,
): Promise<void> {
  if (path.startsWith('/embed/avatars/'))
    return send(response, { bytes: defaultAvatar(path), contentType: 'image/png' });
  if (path.startsWith('/attachments/') && !hub.links.isValid(path, query)) return refuse(response);
  let blob = find(hub, path);
  if (!blob && path.startsWith('/avatars/')) {
    // Whoever hears of a message asks for its picture at once.
    await hub.pictures.settled();
    blob = find(hub, path);
  }
  if (blob) send(response, blob);
  else refuse(response);
}

function find(hub: Hub, path: string): Blob | undefined {
  // Pictures are asked for with the extension of the format that is wanted; there is one format, the one uploaded.
  const stored = path.startsWith('/attachments/') ? path : path.replace(/\.\w+$/, '');
  for (const world of hub.worlds.all()) {
    const blob = world.blobs.get(stored);
    if (blob) return blob;
  }
  return undefined;
}

function send(response: ServerResponse, { bytes, contentType }: Blob): void {
  response
    .writeHead(200, {
      'content-type': contentType,
      'content-length': bytes.length,
      'cache-control': 'private, max-age=3600',
      'x-content-type-options': 'nosniff',
      // An uploaded page shares this server's origin; it must not run as part of it.
      'content-security-policy': "default-src 'none'; sandbox",
      ...(shownInPlace.test(contentType) ? {} : { 'content-disposition': 'attachment' }),
    })
    .end(bytes);
}

function refuse(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain' }).end('This content is no longer available.');
}
