import type { ListedModel } from '../models/index.ts';
import type { TokenUse } from '../token-use.ts';
import type { VendorFailure } from '../vendor-failure.ts';
import { RETRY_AFTER_MS, retryAfterHeaders } from './retry-after.ts';
import type { Completion, Delta, VendorShape } from './vendor-shape.ts';

/** Local models were made on 2026-01-01. */
export const MODELS_CREATED_AT = 1_767_225_600;

/**
 * OpenAI's shape, which Ollama's compatible endpoint and the vendor `local` share.
 * Source: OpenAI API reference, "Chat Completions", "Embeddings", "Models", "Error codes". The field
 * `reasoning` is Ollama's; OpenAI gives no text of it.
 */
export const openAiShape: VendorShape = {
  id: 'openai',
  basePath: '/v1',
  keyHeader: 'authorization',

  failure(failure) {
    const usual = usualFailure(failure.status);
    return {
      error: {
        message: failure.message,
        type: usual.type,
        param: failure.param,
        code: failure.code ?? usual.code,
      },
    };
  },

  failureHeaders(failure) {
    if (!isWorthRetrying(failure)) return {};
    return {
      ...retryAfterHeaders,
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': `${RETRY_AFTER_MS}ms`,
    };
  },

  completion(completion) {
    const { reasoning, toolCall } = completion;
    return {
      ...envelope(completion),
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: toolCall ? null : writeContent(completion),
            refusal: null,
            annotations: [],
            ...(reasoning !== null && { reasoning }),
            ...(toolCall && { tool_calls: [describeCall(toolCall)] }),
          },
          logprobs: null,
          finish_reason: completion.finishReason,
        },
      ],
      usage: describeUse(completion.use),
    };
  },

  stream: {
    begin: () => [],
    piece: (completion, delta, { includeUsage }) =>
      delta.kind === 'end-of-reasoning'
        ? []
        : [
            {
              data: {
                ...envelope(completion),
                object: 'chat.completion.chunk',
                choices: [
                  {
                    index: 0,
                    delta: describeDelta(delta, completion),
                    logprobs: null,
                    finish_reason: delta.kind === 'finish' ? completion.finishReason : null,
                  },
                ],
                ...(includeUsage && { usage: null }),
              },
            },
          ],
    end: (completion, { includeUsage }) => [
      ...(includeUsage
        ? [
            {
              data: {
                ...envelope(completion),
                object: 'chat.completion.chunk',
                choices: [],
                usage: describeUse(completion.use),
              },
            },
          ]
        : []),
      { end: '[DONE]' },
    ],
    breakOff: (_completion, failure) => [{ data: openAiShape.failure(failure) }],
  },

  embeddings({ model, vectors, promptTokens }) {
    return {
      object: 'list',
      data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
      model,
      usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
    };
  },

  modelList(models) {
    return { object: 'list', data: models.map(describeOpenAiModel) };
  },
};

export function describeOpenAiModel({ id }: ListedModel): unknown {
  return { id, object: 'model', created: MODELS_CREATED_AT, owned_by: 'local' };
}

/** A spent quota does not come back by waiting; OpenAI sends no `retry-after` with it. */
function isWorthRetrying({ status, code }: VendorFailure): boolean {
  return status === 429 && code !== 'insufficient_quota';
}

function usualFailure(status: number): { type: string; code: string | null } {
  switch (status) {
    case 401:
      return { type: 'invalid_request_error', code: 'invalid_api_key' };
    case 402:
      return { type: 'insufficient_quota', code: 'insufficient_quota' };
    case 403:
      return { type: 'permission_error', code: null };
    case 404:
      return { type: 'invalid_request_error', code: 'model_not_found' };
    case 408:
      return { type: 'timeout', code: null };
    case 429:
      return { type: 'requests', code: 'rate_limit_exceeded' };
    default:
      return { type: status >= 500 ? 'server_error' : 'invalid_request_error', code: null };
  }
}

function envelope({ number, createdAt, model }: Completion) {
  return {
    id: `chatcmpl-local-${number}`,
    created: createdAt,
    model,
    service_tier: 'default',
    system_fingerprint: 'fp_local',
  };
}

function describeCall(call: NonNullable<Completion['toolCall']>) {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } };
}

/** Mistral's form of a content with thoughts in it. */
export function writeContent({ text, asParts, reasoning }: Completion): unknown {
  if (!asParts) return text;
  return [
    { type: 'thinking', thinking: [{ type: 'text', text: reasoning ?? '' }] },
    { type: 'text', text },
  ];
}

/** A piece of such a content; undefined where it is a plain text. */
export function writePart(delta: Delta, { asParts }: Completion): unknown {
  if (!asParts) return undefined;
  if (delta.kind === 'text') return [{ type: 'text', text: delta.text }];
  return delta.kind === 'reasoning'
    ? [{ type: 'thinking', thinking: [{ type: 'text', text: delta.text }] }]
    : undefined;
}

function describeDelta(delta: Delta, completion: Completion): Record<string, unknown> {
  const part = writePart(delta, completion);
  if (part !== undefined) return { content: part };
  if (delta.kind === 'start') return { role: 'assistant', content: '', refusal: null };
  if (delta.kind === 'reasoning') return { reasoning: delta.text };
  if (delta.kind === 'text') return { content: delta.text };
  if (delta.kind === 'tool_call') return { tool_calls: [{ index: 0, ...describeCall(delta.call) }] };
  return {};
}

function describeUse({ promptTokens, cachedTokens, completionTokens, reasoningTokens }: TokenUse) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
