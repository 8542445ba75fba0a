import type { RefusalRule } from '../explain-failure.ts';
import { type ParameterTable, translateParameters } from '../parameter-table.ts';
import type { Access, ChatMessage, KeyStanding, VendorConnection } from '../vendor.ts';
import { callDirectly, type HttpAnswer, type HttpCall, readText } from './http-call.ts';
import { readAnswer } from './read-answer.ts';
import { readEmbeddings } from './read-embeddings.ts';
import { readEvents } from './read-events.ts';
import { readModels } from './read-models.ts';
import { connectionFailure, refusalOf, toFailure } from './to-failure.ts';

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
  /** Another where the address comes from a person. */
  call?: HttpCall;
}

/**
 * Any vendor that speaks OpenAI's "Chat completions", and perhaps its "Embeddings".
 * Source: OpenAI API reference, "Create chat completion", "Create embeddings", "List models" and "Error codes".
 */
export function openAiCompatible(vendor: OpenAiCompatibleOptions): VendorConnection {
  const ask = async (access: Access & { signal: AbortSignal }, path: string, body?: object): Promise<string> => {
    const answer = await send(vendor, access, path, body);
    return await readText(answer).catch((thrown: unknown) => {
      throw toFailure(thrown);
    });
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
      const answer = await send(vendor, request, '/chat/completions', body);
      try {
        for await (const event of readAnswer(piecesOf(answer)))
          yield event.kind === 'end' ? { ...event, dropped } : event;
      } catch (thrown) {
        throw toFailure(thrown);
      }
    },

    embed:
      vendor.embeddings &&
      (async ({ model, dimensions, texts, ...access }) => {
        const body = { ...vendor.embeddings, model, dimensions, input: texts, encoding_format: 'float' };
        return readEmbeddings(readJson(await ask(access, '/embeddings', body)), { count: texts.length, dimensions });
      }),

    listModels: async (access) => readModels(readJson(await ask(access, '/models'))),

    checkKey: async (access) => {
      const answer = await ask(access, vendor.keyTestPath);
      return vendor.readStanding?.(readJson(answer)) ?? null;
    },

    checkParameters: (parameters, model) => translateParameters(vendor.parameters, parameters, model).dropped,
    thinkingTokens: vendor.thinkingTokens,
    refusals: vendor.refusals,
  };
}

/** Sends a request, with a body or for a look, and waits until the vendor takes it. @throws VendorFailure */
async function send(
  { baseUrl, headers, call = callDirectly }: OpenAiCompatibleOptions,
  { key, address, signal }: Access & { signal: AbortSignal },
  path: string,
  body?: object,
): Promise<HttpAnswer> {
  const request = {
    method: body === undefined ? ('GET' as const) : ('POST' as const),
    headers: {
      'user-agent': 'Tzurot',
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal,
  };
  const answer = await call(`${(baseUrl ?? address ?? '').replace(/\/$/, '')}${path}`, request).catch(
    (thrown: unknown) => {
      throw connectionFailure(thrown);
    },
  );
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw await refusalOf(answer).catch(toFailure);
}

/** The answer's pieces as they come; one, when a server answers whole though it was asked to stream. */
async function* piecesOf(answer: HttpAnswer): AsyncGenerator<string[]> {
  if (answer.header('content-type')?.includes('application/json') === true) yield [await readText(answer)];
  else yield* readEvents(answer);
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

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw toFailure(thrown);
  }
}
