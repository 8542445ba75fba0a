import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

const storage = new AsyncLocalStorage<string>();

/** A fresh trace id: 32 hex digits, as in W3C Trace Context. */
export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

/** The trace of the request or job that is being handled here, if one is. */
export function currentTraceId(): string | undefined {
  return storage.getStore();
}

/** Runs `work` so that its logs, calls and jobs carry `traceId`. */
export function withTrace<Result>(traceId: string, work: () => Result): Result {
  return storage.run(traceId, work);
}

const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Source: W3C Trace Context, "traceparent Header". */
export function toTraceparent(traceId: string): string {
  return `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
}

/** The trace id of a `traceparent` header, or null when it is absent or malformed. */
export function fromTraceparent(header: string | undefined): string | null {
  const traceId = header === undefined ? undefined : TRACEPARENT.exec(header)?.[1];
  return traceId === undefined || /^0+$/.test(traceId) ? null : traceId;
}
