import { AppError } from '@tzurot/platform';

import type { TokenUsage } from './token-usage.ts';

/** Why a vendor gave no reply, distinguished by what a person can do about it. */
export const VENDOR_PROBLEMS = [
  /** The vendor says that the key is wrong, revoked or missing. */
  'auth',
  /** The key is known, and may not do this. */
  'forbidden',
  /** The vendor does not serve the place that the bot runs in. */
  'region',
  /** There is no credit left. */
  'payment',
  /** There is credit, but less than the longest reply may cost. */
  'unaffordable',
  /** Too many calls in a short time. */
  'rate-limit',
  /** A day's or month's allowance is spent. */
  'quota',
  /** There is no such model. */
  'not-found',
  /** The model is there, but the account's privacy settings or the preset exclude everybody who runs it. */
  'no-host',
  /** The vendor's rules on content. */
  'refused',
  /** The prompt is longer than the model takes. */
  'too-long',
  /** The request itself was not accepted. */
  'rejected',
  /** An answer without text. */
  'empty',
  /** Thinking used up the token limit before the reply began. */
  'thought-only',
  'timeout',
  'overloaded',
  /** The vendor's own failure, or nobody answers. */
  'down',
  /** The address that a person gave may not be called. */
  'address',
] as const;
export type VendorProblem = (typeof VENDOR_PROBLEMS)[number];

export interface VendorErrorOptions {
  cause?: unknown;
  /** When a limit ends, if the vendor said. */
  endsAt?: Date | null;
  /** What the failed call cost all the same. */
  usage?: TokenUsage | null;
}

/** A vendor's refusal or failure. Its message is ours: a vendor's body may quote the prompt or part of a key. */
export class VendorError extends AppError {
  override readonly name = 'VendorError';
  readonly vendorId: string;
  readonly problem: VendorProblem;
  readonly endsAt: Date | null;
  readonly usage: TokenUsage | null;

  constructor(vendorId: string, problem: VendorProblem, message: string, options: VendorErrorOptions = {}) {
    super('vendor-failed', `${vendorId}: ${message}`, {
      details: { vendorId, problem },
      ...(options.cause !== undefined && { cause: options.cause }),
    });
    this.vendorId = vendorId;
    this.problem = problem;
    this.endsAt = options.endsAt ?? null;
    this.usage = options.usage ?? null;
  }
}
