import type { DroppedParameter } from '@tzurot/contracts';
import { AppError, type Deadline, type Log, startDeadline, systemClock, untilAborted } from '@tzurot/platform';

import { clampUsage } from './count-usage.ts';
import { explainFailure } from './explain-failure.ts';
import type { TokenUsage } from './token-usage.ts';
import type {
  Access,
  ChatEvent,
  ChatRequest,
  EmbeddingRequest,
  Embeddings,
  EndReason,
  KeyStanding,
  ListedModel,
  Vendor,
} from './vendor.ts';
import { VendorError } from './vendor-error.ts';
import { VendorFailure } from './vendor-failure.ts';

export interface CallOptions {
  /** The whole call, its one retry included. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Told when a vendor's figures cannot be true. */
  log?: Log | undefined;
}

type Without<Request> = Omit<Request, 'signal'>;

/** Longer waits are not worth a person's patience: the limit is told instead. */
const LONGEST_RETRY_WAIT_MS = 5_000;
const PAUSE_BEFORE_RETRY_MS = 300;

/**
 * A model's reply as it comes, ended by exactly one `end`. Tried once more when the vendor gave no answer or asks for
 * a short wait; from the first event on nothing is repeated.
 * @throws VendorError, with its usage where the vendor told; `cancelled` (AppError) when `signal` aborts
 */
export async function* callVendor(
  vendor: Vendor,
  request: Without<ChatRequest>,
  options: CallOptions,
): AsyncGenerator<ChatEvent, void, undefined> {
  const { chat } = vendor;
  if (chat === null) throw new VendorError(vendor.id, 'not-found', 'has no models to talk with');
  requireKey(vendor, request);
  const deadline = startCall(vendor, options);
  try {
    for (let isRetry = false; ; isRetry = true) {
      let hasBegun = false;
      try {
        for await (const event of eventsOf(chat({ ...request, signal: deadline.signal }), deadline.signal)) {
          hasBegun = true;
          yield event;
        }
        return;
      } catch (thrown) {
        const waitMs = isRetry || hasBegun ? null : waitBeforeRetry(thrown);
        if (waitMs === null || deadline.signal.aborted) throw explain(vendor, thrown, deadline.signal);
        await systemClock.sleep(waitMs, deadline.signal).catch((error: unknown) => {
          throw explain(vendor, error, deadline.signal);
        });
      }
    }
  } finally {
    deadline.release();
  }

  async function* eventsOf(answer: AsyncIterable<ChatEvent>, signal: AbortSignal): AsyncGenerator<ChatEvent> {
    const events = answer[Symbol.asyncIterator]();
    let hasText = false;
    try {
      for (;;) {
        const step = await untilAborted(events.next(), signal);
        if (step.done === true) throw new VendorFailure({ kind: 'broken' });
        const event = step.value;
        if (event.kind !== 'end') {
          if (event.text === '') continue;
          hasText ||= event.kind === 'text' && event.text.trim() !== '';
          yield event;
          continue;
        }
        const { usage, isClamped } = clampUsage(event.usage);
        if (isClamped) options.log?.warn({ vendor: vendor.id, reported: event.usage }, "a vendor's usage was clamped");
        if (!hasText) throw explainSilence(vendor.id, event.reason, usage);
        yield { ...event, usage };
        return;
      }
    } finally {
      // Ends the request of a reply that nobody waits for any more; a dialect that is stuck must not hold us.
      void Promise.resolve(events.return?.()).catch(() => {});
    }
  }
}

/** An answer that says nothing. It may have cost something all the same. */
function explainSilence(vendorId: string, reason: EndReason, usage: TokenUsage): VendorError {
  switch (reason) {
    case 'filtered':
      return new VendorError(vendorId, 'refused', 'the model declined to answer', { usage });
    case 'length':
      return new VendorError(vendorId, 'thought-only', 'the token limit went into thinking', { usage });
    case 'stop':
      return new VendorError(vendorId, 'empty', 'the answer has no text', { usage });
  }
}

export interface Completion {
  /** Never blank: nothing to say is a VendorError. */
  text: string;
  reason: EndReason;
  usage: TokenUsage;
  dropped: DroppedParameter[];
}

/** The whole reply at once. @throws as `callVendor` does */
export async function completeChat(
  vendor: Vendor,
  request: Without<ChatRequest>,
  options: CallOptions,
): Promise<Completion> {
  let text = '';
  for await (const event of callVendor(vendor, request, options)) {
    if (event.kind === 'text') text += event.text;
    if (event.kind === 'end') return { text, reason: event.reason, usage: event.usage, dropped: event.dropped };
  }
  throw new AppError('internal', `${vendor.id}: a reply without an end`);
}

/** Texts as vectors. @throws as `callVendor` does */
export async function embedWith(
  vendor: Vendor,
  request: Without<EmbeddingRequest>,
  options: CallOptions,
): Promise<Embeddings> {
  const { embed } = vendor;
  if (embed === null) throw new VendorError(vendor.id, 'not-found', 'makes no vectors');
  requireKey(vendor, request);
  const embedded = await ask(vendor, options, (signal) => embed({ ...request, signal }));
  return { ...embedded, usage: clampUsage(embedded.usage).usage };
}

/** Resolves when the vendor takes the key, with what it tells about it. @throws as `callVendor` does */
export async function checkKey(vendor: Vendor, access: Access, options: CallOptions): Promise<KeyStanding | null> {
  requireKey(vendor, access);
  return ask(vendor, options, (signal) => vendor.checkKey({ ...access, signal }));
}

/** The models that this key may call; null where the vendor keeps no list. @throws as `callVendor` does */
export async function listModels(vendor: Vendor, access: Access, options: CallOptions): Promise<ListedModel[] | null> {
  const { listModels: list } = vendor;
  if (list === null) return null;
  return ask(vendor, options, (signal) => list({ ...access, signal }));
}

async function ask<Answer>(
  vendor: Vendor,
  options: CallOptions,
  attempt: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const deadline = startCall(vendor, options);
  const { signal } = deadline;
  try {
    try {
      return await untilAborted(attempt(signal), signal);
    } catch (thrown) {
      const waitMs = waitBeforeRetry(thrown);
      if (waitMs === null || signal.aborted) throw thrown;
      await systemClock.sleep(waitMs, signal);
      return await untilAborted(attempt(signal), signal);
    }
  } catch (thrown) {
    throw explain(vendor, thrown, signal);
  } finally {
    deadline.release();
  }
}

function requireKey(vendor: Vendor, { key, address }: Access): void {
  if (vendor.keyForm !== 'none' && key === null)
    throw new VendorError(vendor.id, 'auth', 'a key is needed and there is none');
  if (vendor.keyForm === 'address' && address === null)
    throw new VendorError(vendor.id, 'address', 'an address is needed and there is none');
}

function startCall({ id }: Vendor, { timeoutMs, signal }: CallOptions): Deadline {
  return startDeadline(timeoutMs, () => new VendorError(id, 'timeout', `no answer within ${timeoutMs} ms`), [signal]);
}

/** What the rest of the worker is told; an abort says why it aborted, whatever broke through it. */
function explain(vendor: Vendor, thrown: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) {
    if (signal.reason instanceof VendorError) return signal.reason;
    return new AppError('cancelled', `${vendor.id}: the call was given up`, { cause: signal.reason });
  }
  return thrown instanceof VendorFailure ? explainFailure(vendor, thrown) : thrown;
}

/** @returns null when the call is not to be repeated */
function waitBeforeRetry(thrown: unknown): number | null {
  if (!(thrown instanceof VendorFailure)) return null;
  const { facts } = thrown;
  if (facts.kind === 'unreachable') return PAUSE_BEFORE_RETRY_MS;
  if (facts.kind !== 'refusal') return null;
  const { status, retryAfterMs } = facts;
  if (status === 429) return retryAfterMs !== null && retryAfterMs <= LONGEST_RETRY_WAIT_MS ? retryAfterMs : null;
  if (status < 500 || status === 501) return null;
  return Math.min(retryAfterMs ?? PAUSE_BEFORE_RETRY_MS, LONGEST_RETRY_WAIT_MS);
}
