import OpenAI from 'openai';
import { Stream } from 'openai/streaming';

import type { RefusalRule } from '../explain-failure.ts';
import { type ParameterTable, translateParameters } from '../parameter-table.ts';
import type { Access, ChatMessage, ChatRequest, KeyStanding, VendorConnection } from '../vendor.ts';
import { readAnswer } from './read-answer.ts';
import { readEmbeddings } from './read-embeddings.ts';
import { readModels } from './read-models.ts';
import { readToEnd } from './read-to-end.ts';
import { toFailure } from './to-failure.ts';
import { withWholeErrors } from './whole-errors.ts';

export interface OpenAiCompatibleOptions {
  /** Up to and without `/chat/completions`; null where it comes with each call's access. */
  baseUrl: string | null;
  parameters: ParameterTable;
  /** What the longest reply is called. */
  maxTokensField: 'max_tokens' | 'max_completion_tokens';
  thinkingTokens: VendorConnection['thinkingTokens'];
  refusals: readonly RefusalRule[];
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Sent with every request for vectors; null for a vendor that makes none. */
  embeddings: Record<string, unknown> | null;
  /** A path that answers only to a key that is taken. */
  keyTestPath: string;
  /** What that answer tells of the key; for most vendors nothing. */
  readStanding?: (answer: unknown) => KeyStanding | null;
  /** The global one unless the address comes from a person. */
  fetch?: typeof globalThis.fetch;
}

/**
 * Any vendor that speaks OpenAI's "Chat completions", and perhaps its "Embeddings".
 * Source: OpenAI API reference, "Create chat completion", "Create embeddings", "List models" and "Error codes".
 */
export function openAiCompatible(vendor: OpenAiCompatibleOptions): VendorConnection {
  const ask = async (access: Access, request: (client: OpenAI) => PromiseLike<unknown>): Promise<unknown> => {
    try {
      return await request(createClient(vendor, access));
    } catch (thrown) {
      throw toFailure(thrown);
    }
  };

  return {
    async *chat(request) {
      const { fields, dropped } = translateParameters(vendor.parameters, request.parameters, request.model);
      const body = {
        ...fields,
        [vendor.maxTokensField]: request.maxTokens,
        model: request.model,
        messages: request.messages.map(writeMessage),
        stream: true,
        stream_options: { include_usage: true },
      };
      try {
        for await (const event of readAnswer(await startAnswer(vendor, request, body)))
          yield event.kind === 'end' ? { ...event, dropped } : event;
      } catch (thrown) {
        throw toFailure(thrown);
      }
    },

    embed:
      vendor.embeddings &&
      (async ({ model, dimensions, texts, signal, ...access }) => {
        const body = { ...vendor.embeddings, model, dimensions, input: texts, encoding_format: 'float' };
        const answer = await ask(access, (client) => client.post('/embeddings', { body, signal }));
        return readEmbeddings(answer, { count: texts.length, dimensions });
      }),

    listModels: async ({ signal, ...access }) =>
      readModels(await ask(access, (client) => client.get('/models', { signal }))),

    checkKey: async ({ signal, ...access }) => {
      const answer = await ask(access, (client) => client.get(vendor.keyTestPath, { signal }));
      return vendor.readStanding?.(answer) ?? null;
    },

    checkParameters: (parameters, model) => translateParameters(vendor.parameters, parameters, model).dropped,
    thinkingTokens: vendor.thinkingTokens,
    refusals: vendor.refusals,
  };
}

/** The answer's pieces; one, when a server answers whole though it was asked to stream. */
async function startAnswer(
  vendor: OpenAiCompatibleOptions,
  request: ChatRequest,
  body: Record<string, unknown>,
): Promise<AsyncIterable<unknown> | Iterable<unknown>> {
  const client = createClient(vendor, request);
  const response = await client.post('/chat/completions', { body, signal: request.signal, stream: true }).asResponse();
  if (response.headers.get('content-type')?.includes('application/json') === true) return [await response.json()];
  const givenUp = new AbortController();
  return Stream.fromSSEResponse<unknown>(readToEnd(response, givenUp.signal), givenUp, client, false, 'events');
}

function writeMessage({ role, content }: ChatMessage): Record<string, unknown> {
  if (typeof content === 'string') return { role, content };
  const parts = content.map((part) =>
    part.type === 'text'
      ? { type: 'text', text: part.text }
      : { type: 'image_url', image_url: { url: `data:${part.mediaType};base64,${part.base64}` } },
  );
  return { role, content: parts };
}

/** A client for one call: the key lives no longer than that, and nothing is taken from the environment. */
function createClient(vendor: OpenAiCompatibleOptions, { key, address }: Access): OpenAI {
  return new OpenAI({
    apiKey: key ?? 'none',
    baseURL: vendor.baseUrl ?? address,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    // Retries and deadlines are for `callVendor` to decide.
    maxRetries: 0,
    timeout: 2_147_483_647,
    defaultHeaders: vendor.headers ?? {},
    // A redirect would carry the key to an origin that nobody configured.
    fetchOptions: { redirect: 'error' },
    fetch: withWholeErrors(vendor.fetch ?? fetch),
  });
}
