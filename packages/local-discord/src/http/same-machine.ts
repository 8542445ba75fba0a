import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../cdn/picture-fetcher.ts';

/**
 * Whether a request may be answered at all. Any website that a person has open can make their browser call this server:
 * so the name that was called must be one of this machine or one that was given at the start (a page that re-points its
 * own name here is caught by that), and what a browser says about where the call comes from must be this server itself.
 * @returns what is wrong, or undefined
 */
export function findForeignOrigin(
  { headers, method }: IncomingMessage,
  port: number,
  names: readonly string[],
): string | undefined {
  const host = headers.host ?? '';
  if (!isOwnAuthority(host, port, names)) {
    return `The Host header "${host}" is not this server: call it as ${names[0] ?? '127.0.0.1'}:${port} or localhost:${port}.`;
  }
  const { origin } = headers;
  if (origin !== undefined && !isOwnOrigin(origin, port, names)) {
    return `Calls from ${origin} are refused: only pages of this server may call it.`;
  }
  const site = headers['sec-fetch-site'];
  const isNavigation = headers['sec-fetch-mode'] === 'navigate' && (method === 'GET' || method === 'HEAD');
  if ((site === 'cross-site' || site === 'same-site') && !isNavigation) {
    return 'Calls from another website are refused: only pages of this server may call it.';
  }
  return undefined;
}

function isOwnOrigin(origin: string, port: number, names: readonly string[]): boolean {
  const { protocol, hostname, port: given } = URL.parse(origin) ?? {};
  const usual = protocol === 'https:' ? 443 : 80;
  return hostname !== undefined && isOwnAuthority(`${hostname}:${given || usual}`, port, names);
}

/** Some clients leave the port out whatever it is; it is the name that a website could have re-pointed. */
function isOwnAuthority(authority: string, port: number, names: readonly string[]): boolean {
  const [, name, digits] = /^(.*?)(?::(\d+))?$/.exec(authority) ?? [];
  return name !== undefined && (isLoopback(name) || names.includes(name)) && Number(digits ?? port) === port;
}
