import { APIConnectionError, APIError } from 'openai';

import { readRetryAfter } from '../read-retry-after.ts';
import { VendorFailure } from '../vendor-failure.ts';

/** Whatever the client throws, in no dialect. */
export function toFailure(thrown: unknown): VendorFailure {
  if (thrown instanceof VendorFailure) return thrown;
  if (thrown instanceof APIConnectionError) return connectionFailure(thrown);
  if (thrown instanceof APIError && thrown.status !== undefined)
    return readRefusal(thrown.status, thrown.error, thrown.headers);
  const isUnreadable = thrown instanceof SyntaxError;
  return new VendorFailure({ kind: isUnreadable ? 'unreadable' : 'broken' }, { cause: thrown });
}

/** A guarded fetch says itself when it will not call an address. */
function connectionFailure(thrown: APIConnectionError): VendorFailure {
  for (let cause: unknown = thrown.cause; cause instanceof Error; cause = cause.cause)
    if (cause.name === 'ForbiddenAddressError') return new VendorFailure({ kind: 'address' }, { cause });
  return new VendorFailure({ kind: 'unreachable' }, { cause: thrown });
}

/** @param body `{ error: { code, type, message, metadata } }`, or what was inside it */
function readRefusal(status: number, body: unknown, headers?: Headers): VendorFailure {
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : body;
  const metadata = isRecord(error) && isRecord(error['metadata']) ? error['metadata'] : {};
  const field = (from: unknown, name: string) => {
    const value = isRecord(from) ? from[name] : undefined;
    return typeof value === 'string' ? value.toLowerCase() : '';
  };
  const codes = [field(error, 'code'), field(error, 'type'), field(metadata, 'error_type')];
  return new VendorFailure({
    kind: 'refusal',
    status,
    code: [...new Set(codes)].filter((code) => code !== '').join(' '),
    // OpenRouter passes on what the host behind it said.
    words:
      typeof error === 'string' ? error.toLowerCase() : `${field(error, 'message')} ${field(metadata, 'raw')}`.trim(),
    retryAfterMs: readRetryAfter(headers),
  });
}

/** A refusal that came inside a successful answer, where only its own code tells a status. */
export function readInnerRefusal(error: unknown): VendorFailure {
  const code = isRecord(error) ? Number(error['code'] ?? error['status']) : Number.NaN;
  return readRefusal(Number.isInteger(code) && code >= 400 && code < 600 ? code : 502, error);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
