import { AppError } from '@tzurot/platform';

import type { TokenUsage } from './vendor.ts';

/**
 * Why a vendor gave no reply.
 * `auth`: the key is not taken. `payment`: no credit. `refused`: by the vendor's rules on content.
 * `rejected`: the request itself was not accepted. `empty`: an answer without text. `down`: the vendor's own failure.
 */
export type VendorProblem =
  | 'auth'
  | 'payment'
  | 'rate-limit'
  | 'not-found'
  | 'refused'
  | 'too-long'
  | 'rejected'
  | 'empty'
  | 'timeout'
  | 'down';

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
