import type { Exchange } from '../exchange.ts';
import type { PromptCache } from '../prompt-cache.ts';
import type { VendorShape } from '../vendors/vendor-shape.ts';

/** What lives as long as the server. */
export interface ServerMemory {
  promptCache: PromptCache;
  /** A number that no answer had before. */
  nextNumber(): number;
  /** Counts this request, and says how many of the same key for the same model came before it. */
  countEarlier(keySha256: string | null, model: string): number;
}

/** One request that was let in. */
interface RouteCall {
  exchange: Exchange;
  shape: VendorShape;
  keySha256: string | null;
  /** What `path`'s group matched, decoded; empty without a group. */
  pathParameter: string;
  /** Parsed JSON; null for a request without a body. */
  body: unknown;
  memory: ServerMemory;
}

/** One thing that vendors offer, below `/v1` and `/api/v1`. */
export interface Route {
  method: 'GET' | 'POST';
  /** Below the vendor's base path. */
  path: RegExp;
  /** Both vendors unless only one has it. */
  vendor?: VendorShape['id'];
  /** Whose version of this route asks for no key. */
  openAt?: VendorShape['id'];
  /** @throws VendorFailure, which is answered in the vendor's shape */
  handle(call: RouteCall): Promise<void> | void;
}
