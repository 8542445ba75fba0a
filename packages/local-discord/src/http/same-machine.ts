import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../cdn/picture-fetcher.ts';

/**
 * Whether a request may be answered at all. Everything listens on loopback only, but any website that a person has open
 * can make their browser call it: so the name that was called must be a loopback name (a page that re-points its own
 * name here is caught by that), and what a browser says about where the call comes from must be this server itself.
 * @returns what is wrong, or undefined
 */
export function findForeignOrigin({ headers, method }: IncomingMessage, port: number): string | undefined {
  const host = headers.host ?? '';
  if (!isOwnAuthority(host, port)) {
    return `The Host header "${host}" is not this server: call it as 127.0.0.1:${port} or localhost:${port}.`;
  }
  const { origin } = headers;
  if (origin !== undefined && !isOwnOrigin(origin, port)) {
    return `Calls from ${origin} are refused: only pages of this server may call it.`;
  }
  const site = headers['sec-fetch-site'];
  const isNavigation = headers['sec-fetch-mode'] === 'navigate' && (method === 'GET' || method === 'HEAD');
  if ((site === 'cross-site' || site === 'same-site') && !isNavigation) {
    return 'Calls from another website are refused: only pages of this server may call it.';
  }
  return undefined;
}

function isOwnOrigin(origin: string, port: number): boolean {
  return origin.startsWith('http://') && isOwnAuthority(origin.slice('http://'.length), port);
}

function isOwnAuthority(authority: string, port: number): boolean {
  const [, name, digits] = /^(.*?)(?::(\d+))?$/.exec(authority) ?? [];
  return name !== undefined && isLoopback(name) && Number(digits ?? 80) === port;
}
