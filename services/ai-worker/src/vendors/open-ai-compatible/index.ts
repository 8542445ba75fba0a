import { AppError, systemClock } from '@tzurot/platform';
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';

import { type ParameterTable, translateParameters } from '../parameter-table.ts';
import type { Completion, CompletionRequest, Embeddings, Vendor } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { explainFailure, type VendorFailure } from './explain-failure.ts';
import { readCompletion } from './read-completion.ts';
import { readEmbeddings } from './read-embeddings.ts';
import { readRetryAfter } from './read-retry-after.ts';

export interface OpenAiCompatibleOptions {
  id: string;
  label: string;
  needsKey: boolean;
  baseUrl: string;
  parameters: ParameterTable;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Sent with every request for vectors; null for a vendor that makes none. */
  embeddings: Record<string, unknown> | null;
  /** A path that answers only to a key that is taken. */
  keyTestPath: string;
  /** What this vendor means by a failure, where it differs from what is usual. */
  explain?: (failure: VendorFailure) => VendorError['problem'] | null;
}

/** Longer waits are not worth a person's patience: the limit is told instead. */
const LONGEST_RETRY_WAIT_MS = 5_000;
const PAUSE_BEFORE_RETRY_MS = 300;

/**
 * Any vendor that speaks OpenAI's "Chat completions", and perhaps its "Embeddings".
 * Source: OpenAI API reference, "Create chat completion", "Create embeddings" and "Error codes".
 */
export function openAiCompatible(vendor: OpenAiCompatibleOptions): Vendor {
  const call = async <Result>(
    { key, timeoutMs, signal }: Pick<CompletionRequest, 'key' | 'timeoutMs' | 'signal'>,
    request: (client: OpenAI, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> => {
    if (vendor.needsKey && key === null) throw new VendorError(vendor.id, 'auth', 'a key is needed and there is none');
    const deadline = AbortSignal.timeout(timeoutMs);
    const both = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
    const client = createClient(vendor, { key, timeoutMs });
    try {
      return await retryOnce(() => request(client, both), both);
    } catch (thrown) {
      if (signal?.aborted === true)
        throw new AppError('cancelled', `${vendor.id}: the call was given up`, { cause: thrown });
      if (deadline.aborted)
        throw new VendorError(vendor.id, 'timeout', `no answer within ${timeoutMs} ms`, { cause: thrown });
      throw thrown instanceof VendorError ? thrown : explainFailure(vendor, thrown);
    }
  };

  return {
    id: vendor.id,
    label: vendor.label,
    needsKey: vendor.needsKey,
    checkParameters: (parameters, model) => translateParameters(vendor.parameters, parameters, model).dropped,
    complete: async ({ model, messages, parameters, ...request }): Promise<Completion> => {
      const { fields, dropped } = translateParameters(vendor.parameters, parameters, model);
      const body = { ...fields, model, messages };
      const answer = await call(request, (client, signal) =>
        client.post('/chat/completions', { body, signal }).then((value: unknown) => value),
      );
      return { ...readCompletion(vendor, answer), dropped };
    },
    embed:
      vendor.embeddings &&
      (async ({ model, dimensions, texts, ...request }): Promise<Embeddings> => {
        const body = { ...vendor.embeddings, model, dimensions, input: texts, encoding_format: 'float' };
        const answer = await call(request, (client, signal) =>
          client.post('/embeddings', { body, signal }).then((value: unknown) => value),
        );
        return readEmbeddings(vendor, answer, { count: texts.length, dimensions });
      }),
    testKey: async (key, options) => {
      await call({ key, ...options }, (client, signal) => client.get(vendor.keyTestPath, { signal }));
    },
  };
}

/** A client for one call: the key lives no longer than that, and nothing is taken from the environment. */
function createClient(
  vendor: OpenAiCompatibleOptions,
  { key, timeoutMs }: { key: string | null; timeoutMs: number },
): OpenAI {
  return new OpenAI({
    apiKey: key ?? 'none',
    baseURL: vendor.baseUrl,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    timeout: timeoutMs,
    defaultHeaders: vendor.headers ?? {},
    // A redirect would carry the key to an origin that nobody configured.
    fetchOptions: { redirect: 'error' },
  });
}

/** One more attempt where the vendor gave no answer at all, or asks for a short wait. */
async function retryOnce<Result>(attempt: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  try {
    return await attempt();
  } catch (thrown) {
    const waitMs = waitBeforeRetry(thrown);
    if (waitMs === null || signal.aborted) throw thrown;
    await systemClock.sleep(waitMs, signal);
    return attempt();
  }
}

/** @returns null when the call is not to be repeated */
function waitBeforeRetry(thrown: unknown): number | null {
  if (thrown instanceof APIConnectionTimeoutError) return null;
  if (thrown instanceof APIConnectionError) return PAUSE_BEFORE_RETRY_MS;
  if (!(thrown instanceof APIError) || thrown.status === undefined) return null;
  const askedMs = readRetryAfter(thrown.headers);
  if (thrown.status === 429) return askedMs !== null && askedMs <= LONGEST_RETRY_WAIT_MS ? askedMs : null;
  if (thrown.status >= 500 && thrown.status !== 501)
    return Math.min(askedMs ?? PAUSE_BEFORE_RETRY_MS, LONGEST_RETRY_WAIT_MS);
  return null;
}
