import { APIConnectionError, APIError } from '@anthropic-ai/sdk';

import { readRetryAfter } from '../read-retry-after.ts';
import { VendorFailure } from '../vendor-failure.ts';

/** An error in the middle of a stream carries no status. Source: Anthropic API reference, "Errors". */
const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** Whatever the client throws, in no dialect. */
export function toFailure(thrown: unknown): VendorFailure {
  if (thrown instanceof VendorFailure) return thrown;
  if (thrown instanceof APIConnectionError) return new VendorFailure({ kind: 'unreachable' }, { cause: thrown });
  if (thrown instanceof APIError && (thrown.status !== undefined || thrown.type !== null)) {
    return new VendorFailure({
      kind: 'refusal',
      status: thrown.status ?? STATUS_OF_TYPE[thrown.type ?? ''] ?? 500,
      code: [thrown.errorCode, thrown.type].filter((code) => code !== null).join(' '),
      words: thrown.apiMessage?.toLowerCase() ?? '',
      retryAfterMs: readRetryAfter((name) => thrown.headers?.get(name)),
    });
  }
  return new VendorFailure({ kind: thrown instanceof SyntaxError ? 'unreadable' : 'broken' }, { cause: thrown });
}
