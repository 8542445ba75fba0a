import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';

import { VendorError, type VendorProblem } from '../vendor-error.ts';
import { readRetryAfter } from './read-retry-after.ts';

/** A vendor's refusal as it came: for classification only, never for people. */
export interface VendorFailure {
  status: number;
  /** The vendor's short word, in lower case; empty when it gave none. */
  code: string;
  /** In lower case. */
  message: string;
}

interface Vendor {
  id: string;
  explain?: (failure: VendorFailure) => VendorProblem | null;
}

/** Any failure of a call as a VendorError. */
export function explainFailure(vendor: Vendor, thrown: unknown): VendorError {
  if (thrown instanceof APIConnectionTimeoutError)
    return new VendorError(vendor.id, 'timeout', 'no answer in time', { cause: thrown });
  if (thrown instanceof APIConnectionError)
    return new VendorError(vendor.id, 'down', 'cannot be reached', { cause: thrown });
  if (thrown instanceof APIError && thrown.status !== undefined) {
    return explainRefusal(vendor, readFailure(thrown.status, thrown.error), { waitMs: readRetryAfter(thrown.headers) });
  }
  return new VendorError(vendor.id, 'down', 'the answer broke off or cannot be read', { cause: thrown });
}

/** A refusal, by status or by an error inside a successful answer. */
export function explainRefusal(
  vendor: Vendor,
  failure: VendorFailure,
  { waitMs }: { waitMs: number | null } = { waitMs: null },
): VendorError {
  const problem = vendor.explain?.(failure) ?? usualProblem(failure);
  const endsAt = problem === 'rate-limit' && waitMs !== null ? new Date(Date.now() + waitMs) : null;
  // The vendor's own words stay out: they may quote the prompt, or part of the key.
  const code = /^[a-z0-9_-]{1,60}$/.test(failure.code) ? ` (${failure.code})` : '';
  return new VendorError(vendor.id, problem, `answered ${failure.status}${code}`, { endsAt });
}

/** @param body `{ error: { code, message } }`, or what was inside it */
export function readFailure(status: number, body: unknown): VendorFailure {
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : body;
  const field = (name: string) => {
    const value = isRecord(error) ? error[name] : undefined;
    return typeof value === 'string' ? value.toLowerCase() : '';
  };
  return { status, code: field('code') || field('type'), message: field('message') };
}

const TOO_LONG =
  /context.{0,10}length|maximum context|context window|too many tokens|prompt is too long|reduce the length/;
const QUOTA = /insufficient.{0,2}(?:quota|credit|funds|balance)|billing|exceeded your current quota/;
const CONTENT = /content.{0,2}(?:policy|filter|management)|moderation|flagged|safety system/;
const NO_MODEL = /not a valid model|model.{0,60}(?:not found|does not exist|not exist)|no endpoints found/;

function usualProblem({ status, code, message }: VendorFailure): VendorProblem {
  const words = `${code} ${message}`;
  switch (status) {
    case 401:
      return 'auth';
    case 402:
      return 'payment';
    case 403:
      return CONTENT.test(words) ? 'refused' : 'auth';
    case 404:
      return 'not-found';
    case 408:
    case 504:
      return 'timeout';
    case 413:
      return 'too-long';
    case 429:
      return QUOTA.test(words) ? 'payment' : 'rate-limit';
  }
  if (status >= 500) return 'down';
  if (TOO_LONG.test(words)) return 'too-long';
  if (CONTENT.test(words)) return 'refused';
  if (NO_MODEL.test(words)) return 'not-found';
  return 'rejected';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
