import type { ServerResponse } from 'node:http';
import { ApiError } from '../errors.ts';
import type { Reply } from '../rest/route.ts';

/** What goes out, before it is written. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string | undefined;
}

export function successAnswer({ status, body }: Reply, headers: Record<string, string>): Answer {
  return { status, headers, text: body === undefined ? undefined : JSON.stringify(body) };
}

export function errorAnswer(error: ApiError, headers: Record<string, string> = {}): Answer {
  const retryAfter = error.extra['retry_after'];
  return {
    status: error.status,
    headers: typeof retryAfter === 'number' ? { ...headers, 'retry-after': String(Math.ceil(retryAfter)) } : headers,
    text: JSON.stringify(error),
  };
}

/** An answer that may be JSON or a page of its own type. */
export function bodyAnswer(status: number, headers: Record<string, string>, body: object | string): Answer {
  return { status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) };
}

export function writeAnswer(response: ServerResponse, { status, headers, text }: Answer): void {
  // Clients take a refusal without it for one of Cloudflare's, and give up where they would have waited.
  const isOfApi = headers['content-type'] === undefined;
  if (isOfApi) response.setHeader('via', '1.1 google');
  if (text === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  response
    .writeHead(status, {
      'content-type': 'application/json',
      ...headers,
      'content-length': Buffer.byteLength(text),
      'x-content-type-options': 'nosniff',
    })
    .end(text);
}
