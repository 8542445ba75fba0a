import { isFree, type ListedModel } from '../models/index.ts';
import type { TokenUse } from '../token-use.ts';
import { MODELS_CREATED_AT, writeContent, writePart } from './openai.ts';
import { RETRY_AFTER_MS, retryAfterHeaders } from './retry-after.ts';
import type { Completion, Delta, VendorShape } from './vendor-shape.ts';

/** Dollars per token, in millionths so that sums stay exact; a model with `:free` costs nothing. */
const MICRODOLLARS = { prompt: 1, cachedPrompt: 0.1, completion: 2 };

const CONTEXT_TOKENS = 131_072;

/**
 * OpenRouter's shape: numbers as error codes, cost in every usage, `reasoning` beside the text, usage at
 * the end of every stream. Source: OpenRouter's OpenAPI description and its pages "Errors", "Streaming", "Usage accounting".
 */
export const openRouterShape: VendorShape = {
  id: 'openrouter',
  basePath: '/api/v1',
  keyHeader: 'authorization',

  failure: ({ status, message, code }) => ({
    error: { code: status, message, metadata: { error_type: code ?? usualErrorType(status) } },
  }),

  failureHeaders({ status }) {
    if (status !== 429) return {};
    return {
      ...retryAfterHeaders,
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Date.now() + RETRY_AFTER_MS),
    };
  },

  completion(completion) {
    const { reasoning, toolCall } = completion;
    return {
      ...envelope(completion),
      object: 'chat.completion',
      system_fingerprint: null,
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: toolCall ? null : writeContent(completion),
            refusal: null,
            reasoning,
            ...(reasoning !== null && { reasoning_details: describeReasoning(reasoning) }),
            ...(toolCall && { tool_calls: [describeCall(toolCall)] }),
          },
          logprobs: null,
          finish_reason: completion.finishReason,
          native_finish_reason: completion.finishReason,
        },
      ],
      usage: describeUse(completion),
    };
  },

  stream: {
    begin: () => [{ comment: 'OPENROUTER PROCESSING' }],
    piece(completion, delta) {
      if (delta.kind === 'end-of-reasoning') return [];
      const finishReason = delta.kind === 'finish' ? completion.finishReason : null;
      const choice = { index: 0, delta: describeDelta(delta, completion), logprobs: null };
      return [
        {
          data: {
            ...envelope(completion),
            object: 'chat.completion.chunk',
            choices: [{ ...choice, finish_reason: finishReason, native_finish_reason: finishReason }],
          },
        },
      ];
    },
    end: (completion) => [
      {
        data: {
          ...envelope(completion),
          object: 'chat.completion.chunk',
          choices: [],
          usage: describeUse(completion),
        },
      },
      { end: '[DONE]' },
    ],
    breakOff: (completion, { status, message, code }) => [
      {
        data: {
          ...envelope(completion),
          object: 'chat.completion.chunk',
          error: { code: status, message, metadata: { error_type: code ?? usualErrorType(status) } },
          choices: [
            { index: 0, delta: { content: '' }, logprobs: null, finish_reason: 'error', native_finish_reason: 'error' },
          ],
        },
      },
    ],
  },

  embeddings({ number, model, vectors, promptTokens }) {
    return {
      id: `gen-local-${number}`,
      object: 'list',
      data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
      model,
      usage: {
        prompt_tokens: promptTokens,
        total_tokens: promptTokens,
        cost: isFree(model) ? 0 : toDollars(promptTokens * MICRODOLLARS.prompt),
      },
    };
  },

  modelList: (models) => ({
    data: models.map(describeModel),
    total_count: models.length,
    links: { next: null },
  }),
};

function describeModel({ id, description, kind }: ListedModel) {
  const output = kind === 'chat' ? 'text' : 'embeddings';
  const price = (microdollars: number) => (isFree(id) ? '0' : toDollars(microdollars).toFixed(7));
  return {
    id,
    canonical_slug: id,
    name: `Local: ${id}`,
    created: MODELS_CREATED_AT,
    description,
    context_length: CONTEXT_TOKENS,
    architecture: {
      modality: `text->${output}`,
      input_modalities: ['text'],
      output_modalities: [output],
      tokenizer: 'Other',
      instruct_type: null,
    },
    pricing: {
      prompt: price(MICRODOLLARS.prompt),
      completion: kind === 'chat' ? price(MICRODOLLARS.completion) : '0',
      input_cache_read: price(MICRODOLLARS.cachedPrompt),
    },
    top_provider: { context_length: CONTEXT_TOKENS, max_completion_tokens: null, is_moderated: false },
    per_request_limits: null,
    supported_parameters:
      kind === 'chat' ? ['max_tokens', 'stop', 'response_format', 'structured_outputs', 'tools'] : [],
    default_parameters: {},
    supported_voices: null,
    links: { details: `/api/v1/models/${id}/endpoints` },
  };
}

/** The description's `ApiErrorType` for a status. */
function usualErrorType(status: number): string {
  switch (status) {
    case 400:
      return 'invalid_request';
    case 401:
      return 'authentication';
    case 402:
      return 'payment_required';
    case 403:
      return 'permission_denied';
    case 404:
      return 'not_found';
    case 408:
    case 504:
    case 524:
      return 'timeout';
    case 413:
      return 'payload_too_large';
    case 422:
      return 'unprocessable';
    case 429:
      return 'rate_limit_exceeded';
    case 502:
    case 503:
      return 'provider_unavailable';
    case 529:
      return 'provider_overloaded';
    default:
      return status >= 500 ? 'server' : 'unmapped';
  }
}

function envelope({ number, createdAt, model }: Completion) {
  return { id: `gen-local-${number}`, provider: 'Local', created: createdAt, model };
}

function describeReasoning(text: string) {
  return [{ type: 'reasoning.text', text, format: 'unknown', index: 0 }];
}

function describeCall(call: NonNullable<Completion['toolCall']>) {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } };
}

function describeDelta(delta: Delta, completion: Completion): Record<string, unknown> {
  const silent = { role: 'assistant', content: '' };
  const part = writePart(delta, completion);
  if (part !== undefined) return { ...silent, content: part };
  if (delta.kind === 'reasoning') {
    return { ...silent, reasoning: delta.text, reasoning_details: describeReasoning(delta.text) };
  }
  if (delta.kind === 'text') return { ...silent, content: delta.text };
  if (delta.kind === 'tool_call') {
    return { ...silent, content: null, tool_calls: [{ index: 0, ...describeCall(delta.call) }] };
  }
  return silent;
}

function describeUse({ model, use }: Completion) {
  const { promptTokens, cachedTokens, completionTokens, reasoningTokens } = use;
  const cost = isFree(model) ? { prompt: 0, completions: 0 } : costOf(use);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    cost: toDollars(cost.prompt + cost.completions),
    is_byok: false,
    prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
    cost_details: {
      upstream_inference_cost: null,
      upstream_inference_prompt_cost: toDollars(cost.prompt),
      upstream_inference_completions_cost: toDollars(cost.completions),
    },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}

function costOf({ promptTokens, cachedTokens, completionTokens }: TokenUse) {
  return {
    prompt: (promptTokens - cachedTokens) * MICRODOLLARS.prompt + cachedTokens * MICRODOLLARS.cachedPrompt,
    completions: completionTokens * MICRODOLLARS.completion,
  };
}

/** Rounded to a tenth of a millionth, which is exact for every sum of the prices above. */
function toDollars(microdollars: number): number {
  return Math.round(microdollars * 10) / 10_000_000;
}
