import { APICallError, JSONParseError, TypeValidationError } from '@ai-sdk/provider';
import { z } from 'zod';

import { VendorFailure } from '../vendor-failure.ts';

/** google.rpc.Status, with the details that say more: why, and how long to wait. Source: Google, "AIP-193: Errors". */
const Status = z.object({
  code: z.number().nullish(),
  message: z.string().default(''),
  status: z.string().default(''),
  details: z
    .array(z.looseObject({ reason: z.string().optional(), retryDelay: z.string().optional() }))
    .nullish()
    .catch(null),
});

/** Whatever the client throws or streams as an error, in no dialect. */
export function toFailure(thrown: unknown): VendorFailure {
  if (thrown instanceof VendorFailure) return thrown;
  if (APICallError.isInstance(thrown)) {
    if (thrown.statusCode === undefined) return new VendorFailure({ kind: 'unreachable' }, { cause: thrown });
    // A successful answer that the client cannot read is no refusal.
    if (thrown.statusCode < 400) return new VendorFailure({ kind: 'unreadable' }, { cause: thrown });
    return readRefusal(thrown.statusCode, parse(thrown.responseBody));
  }
  if (JSONParseError.isInstance(thrown) || TypeValidationError.isInstance(thrown))
    return new VendorFailure({ kind: 'unreadable' }, { cause: thrown });
  const inner = InnerError.safeParse(thrown);
  if (inner.success) return readRefusal(inner.data.statusCode ?? 500, { error: inner.data.data });
  return new VendorFailure({ kind: 'broken' }, { cause: thrown });
}

/** What the client makes of an error event in the middle of a stream. */
const InnerError = z.object({ statusCode: z.number().optional(), data: Status });

export function readRefusal(status: number, body: unknown): VendorFailure {
  const { data } = z.object({ error: Status }).safeParse(body);
  const details = data?.error.details ?? [];
  const codes = [data?.error.status, ...details.map(({ reason }) => reason)];
  return new VendorFailure({
    kind: 'refusal',
    status,
    code: codes.flatMap((code) => (code ? [code.toLowerCase()] : [])).join(' '),
    words: data?.error.message.toLowerCase() ?? '',
    retryAfterMs: readDelay(details.find(({ retryDelay }) => retryDelay !== undefined)?.retryDelay),
  });
}

/** A protobuf duration: `37s`, `0.05s`. */
function readDelay(duration: string | undefined): number | null {
  const seconds = Number(/^(\d+(?:\.\d+)?)s$/.exec(duration ?? '')?.[1] ?? Number.NaN);
  return Number.isNaN(seconds) ? null : seconds * 1_000;
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
