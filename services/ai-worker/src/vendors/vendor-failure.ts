import type { TokenUsage } from './token-usage.ts';

interface Refusal {
  kind: 'refusal';
  /** Of the answer, or of the error inside a successful one. */
  status: number;
  /** The vendor's short words for it, in lower case, separated by spaces; empty when it gave none. */
  code: string;
  /** In lower case. May quote the prompt or part of a key: for classification only, never for people or logs. */
  words: string;
  /** How long the vendor asks to wait; null when it does not say. */
  retryAfterMs: number | null;
  usage?: TokenUsage | null;
}

/**
 * What went wrong with a call, in no vendor's dialect. `refusal`: the vendor said so. `unreachable`: nobody answered.
 * `broken`: the answer broke off. `unreadable`: it is not what the vendor's dialect promises. `address`: the address may not be called.
 */
export type FailureFacts = Refusal | { kind: 'unreachable' | 'broken' | 'unreadable' | 'address' };

/** Thrown by dialects, explained by `callVendor`. */
export class VendorFailure extends Error {
  override readonly name = 'VendorFailure';
  readonly facts: FailureFacts;

  constructor(facts: FailureFacts, options?: ErrorOptions) {
    super(facts.kind, options);
    this.facts = facts;
  }
}
