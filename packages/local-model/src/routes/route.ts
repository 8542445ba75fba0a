import type { Exchange } from '../exchange.ts';
import type { PromptCache } from '../prompt-cache.ts';
import type { VendorId, VendorShape } from '../vendors/vendor-shape.ts';

/** What lives as long as the server. */
export interface ServerMemory {
  promptCache: PromptCache;
  /** A number that no answer had before. */
  nextNumber(): number;
  /** Counts this request, and says how many of the same key for the same model came before it. */
  countEarlier(keySha256: string | null, model: string): number;
}

/** One request that was let in. */
export interface RouteCall {
  exchange: Exchange;
  shape: VendorShape;
  keySha256: string | null;
  /** What `path`'s group matched, decoded; empty without a group. */
  pathParameter: string;
  /** The vendor's own verb behind a colon, as Google has them; empty without one. */
  verb: string;
  /** Parsed JSON; null for a request without a body. */
  body: unknown;
  memory: ServerMemory;
}

/** One thing that vendors offer, below their base paths. */
export interface Route {
  method: 'GET' | 'POST';
  /** Below the vendor's base path. */
  path: RegExp;
  /** The vendors that have it. */
  vendors: readonly VendorId[];
  /** Whose version of this route asks for no key. */
  openAt?: VendorId;
  /** @throws VendorFailure, which is answered in the vendor's shape */
  handle(call: RouteCall): Promise<void> | void;
}
