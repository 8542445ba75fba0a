import { lookup } from 'node:dns/promises';
import { callbackify } from 'node:util';
import ipaddr from 'ipaddr.js';
import { Agent, Response, fetch as undiciFetch } from 'undici';

/** The address is not for us to call: not https, not public, or both. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
}

export interface GuardedFetchOptions {
  /** Of an answer's body, unpacked. */
  maxBytes: number;
  /** Between two pieces of an answer, and until its headers. */
  silenceMs: number;
  /** The system's own resolver unless given. */
  resolve?: (hostname: string) => Promise<readonly string[]>;
  /** Whether an address may be called; every public one unless given. */
  isAllowed?: (address: string) => boolean;
  protocols?: readonly string[];
}

/**
 * A fetch for addresses that people give: https and public addresses only, no redirects, an answer of bounded size. Each
 * connection goes to the very addresses that were checked, so a name that means something else a moment later leads nowhere.
 */
export function createGuardedFetch(options: GuardedFetchOptions): typeof globalThis.fetch {
  const { maxBytes, silenceMs, protocols = ['https:'], isAllowed = isPublicAddress, resolve = resolveAll } = options;

  const checkedLookup = callbackify(async (hostname: string) => {
    const addresses = await resolve(hostname);
    // One private address among public ones is how a name is rebound.
    if (addresses.length === 0 || !addresses.every(isAllowed))
      throw new ForbiddenAddressError(`${hostname} is not a public address`);
    return addresses.map((address) => ({ address, family: familyOf(address) }));
  });
  const dispatcher = new Agent({
    connect: {
      // With more than one family to choose from, all addresses are asked for at once.
      autoSelectFamily: true,
      lookup: (hostname, _all, callback) => checkedLookup(hostname, callback),
      timeout: 10_000,
    },
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    maxResponseSize: maxBytes,
  });

  const guarded = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    const hostname = url.hostname.replace(/^\[|\]$/g, '');
    if (!protocols.includes(url.protocol)) throw new ForbiddenAddressError(`${url.protocol} is not allowed`);
    // What is an address already is looked up nowhere.
    if (ipaddr.isValid(hostname) && !isAllowed(hostname))
      throw new ForbiddenAddressError(`${hostname} is not a public address`);
    // The two sets of types describe the same things; Node's own fetch is this one of another version.
    const request = { ...init, redirect: 'error', dispatcher } as Parameters<typeof undiciFetch>[1];
    const response = await undiciFetch(url, request);
    return new Response(response.body?.pipeThrough(countBytes(maxBytes)) ?? null, response);
  };
  return guarded;
}

async function resolveAll(hostname: string): Promise<string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}

/** Anybody's: no private network, no loopback, no link, no address that wraps one of those. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

function familyOf(address: string): 4 | 6 {
  return ipaddr.parse(address).kind() === 'ipv4' ? 4 : 6;
}

/** What was packed small may be large. */
function countBytes(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let seenBytes = 0;
  return new TransformStream({
    transform(piece, controller) {
      seenBytes += piece.byteLength;
      if (seenBytes > maxBytes) controller.error(new Error(`the answer is longer than ${maxBytes} bytes`));
      else controller.enqueue(piece);
    },
  });
}
