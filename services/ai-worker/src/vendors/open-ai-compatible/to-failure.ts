import { readRetryAfter } from '../read-retry-after.ts';
import { VendorFailure } from '../vendor-failure.ts';
import { type HttpAnswer, readText } from './http-call.ts';

/** Whatever reading an answer throws, in no dialect. */
export function toFailure(thrown: unknown): VendorFailure {
  if (thrown instanceof VendorFailure) return thrown;
  return new VendorFailure({ kind: thrown instanceof SyntaxError ? 'unreadable' : 'broken' }, { cause: thrown });
}

/** Nobody answered. A guarded fetch says itself when it will not call an address. */
export function connectionFailure(thrown: unknown): VendorFailure {
  for (let cause = thrown; cause instanceof Error; cause = cause.cause)
    if (cause.name === 'ForbiddenAddressError') return new VendorFailure({ kind: 'address' }, { cause });
  return new VendorFailure({ kind: 'unreachable' }, { cause: thrown });
}

/** An answer whose status is no success. */
export async function refusalOf(answer: HttpAnswer): Promise<VendorFailure> {
  return readRefusal(answer.status, parse(await readText(answer)), answer.header);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param body `{ error: { code, type, message, metadata } }`, or what was inside it; xAI's error is a text */
function readRefusal(status: number, body: unknown, header?: HttpAnswer['header']): VendorFailure {
  const inner = isRecord(body) ? body['error'] : undefined;
  const error = isRecord(inner) || typeof inner === 'string' ? inner : body;
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
    retryAfterMs: readRetryAfter(header),
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
