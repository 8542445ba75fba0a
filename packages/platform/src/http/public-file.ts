import type { IncomingMessage, ServerResponse } from 'node:http';

import type { RouteTools } from './handle-route.ts';

/** What a browser or another server gets. */
export interface PublicFile {
  bytes: Uint8Array;
  /** Such as `image/png`; whoever asks is told to take it for nothing else. */
  contentType: string;
}

/**
 * An address that gives anybody a file, without a credential. What it gives never changes, since everybody
 * on the way may keep it: the address has to be made from the contents.
 */
export interface PublicFileRoute<Context> {
  /** `noun.verb`, unique; what logs and metrics call it. */
  name: string;
  /** In express notation, such as `/pictures/:file`. */
  path: `/${string}`;
  /** @returns null when there is no such file */
  find: (
    params: Readonly<Record<string, string | undefined>>,
    ctx: Context,
    tools: RouteTools,
  ) => Promise<PublicFile | null>;
}

const A_YEAR_S = 31_536_000;

/** Answers with a file, or with 304 where it is known already. @returns the status */
export function sendFile(request: IncomingMessage, response: ServerResponse, file: PublicFile): number {
  const etag = `"${request.url ?? ''}"`;
  const isKnown = (request.headers['if-none-match'] ?? '').split(',').some((known) => known.trim().endsWith(etag));
  const status = isKnown ? 304 : 200;
  response.writeHead(status, {
    etag,
    'cache-control': `public, max-age=${A_YEAR_S}, immutable`,
    'x-content-type-options': 'nosniff',
    // Opened by itself, it may load and run nothing.
    'content-security-policy': "default-src 'none'; sandbox",
    ...(!isKnown && { 'content-type': file.contentType, 'content-length': file.bytes.length }),
  });
  response.end(isKnown ? undefined : file.bytes);
  return status;
}
