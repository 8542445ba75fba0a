import type { TokenUse } from '../token-use.ts';
import { VendorFailure } from '../vendor-failure.ts';
import { MODELS_CREATED_AT } from './openai.ts';
import { RETRY_AFTER_MS } from './retry-after.ts';
import type { Completion, Delta, Frame, VendorShape } from './vendor-shape.ts';

/**
 * Anthropic's shape: named events, blocks that begin and end, usage in two halves.
 * Source: Anthropic API reference, "Create a Message", "Streaming messages", "Errors".
 */
export const anthropicShape: VendorShape = {
  id: 'anthropic',
  basePath: '/anthropic/v1',
  keyHeader: 'x-api-key',

  failure: ({ status, message, code }) => ({
    type: 'error',
    error: { type: code ?? usualErrorType(status), message },
    request_id: 'req_local',
  }),

  failureHeaders: ({ status }) => (status === 429 ? { 'retry-after': String(Math.ceil(RETRY_AFTER_MS / 1_000)) } : {}),

  completion: (completion) => ({
    ...envelope(completion),
    content: [
      ...(completion.reasoning === null
        ? []
        : [{ type: 'thinking', thinking: completion.reasoning, signature: 'local' }]),
      ...(completion.text === '' ? [] : [{ type: 'text', text: completion.text, citations: null }]),
    ],
    stop_reason: stopReason(completion),
    stop_sequence: null,
    usage: { ...describePromptUse(completion.use), ...describeOutputUse(completion.use) },
  }),

  stream: {
    begin: (completion) => [
      {
        event: 'message_start',
        data: {
          type: 'message_start',
          message: {
            ...envelope(completion),
            content: [],
            stop_reason: null,
            stop_sequence: null,
            usage: { ...describePromptUse(completion.use), output_tokens: 1 },
          },
        },
      },
      { event: 'ping', data: { type: 'ping' } },
    ],
    piece: (completion, delta) => writeDelta(completion, delta),
    end: (completion) => [
      {
        event: 'message_delta',
        data: {
          type: 'message_delta',
          delta: { stop_reason: stopReason(completion), stop_sequence: null },
          usage: { ...describePromptUse(completion.use), ...describeOutputUse(completion.use) },
        },
      },
      { event: 'message_stop', data: { type: 'message_stop' } },
    ],
    breakOff: (_completion, failure) => [{ event: 'error', data: anthropicShape.failure(failure) }],
  },

  embeddings: () => ({}),

  modelList: (models) => ({
    data: models.map(({ id, description }) => ({
      type: 'model',
      id,
      display_name: description,
      created_at: new Date(MODELS_CREATED_AT * 1_000).toISOString(),
    })),
    has_more: false,
    first_id: models[0]?.id ?? null,
    last_id: models.at(-1)?.id ?? null,
  }),
};

function usualErrorType(status: number): string {
  switch (status) {
    case 401:
      return 'authentication_error';
    case 402:
      return 'billing_error';
    case 403:
      return 'permission_error';
    case 404:
      return 'not_found_error';
    case 413:
      return 'request_too_large';
    case 429:
      return 'rate_limit_error';
    case 504:
      return 'timeout_error';
    case 529:
      return 'overloaded_error';
    default:
      return status >= 500 ? 'api_error' : 'invalid_request_error';
  }
}

function envelope({ number, model }: Completion) {
  return { id: `msg_local_${number}`, type: 'message', role: 'assistant', model };
}

function stopReason({ finishReason }: Completion): string {
  switch (finishReason) {
    case 'length':
      return 'max_tokens';
    case 'content_filter':
      return 'refusal';
    case 'stop':
    case 'tool_calls':
    case 'error':
      return 'end_turn';
  }
}

const block = (type: 'start' | 'stop', index: number, content?: object): Frame => ({
  event: `content_block_${type}`,
  data: { type: `content_block_${type}`, index, ...(content && { content_block: content }) },
});

const piece = (index: number, data: object): Frame => ({
  event: 'content_block_delta',
  data: { type: 'content_block_delta', index, delta: data },
});

/** Thoughts are the first block where there are any, the text the next one. */
function writeDelta({ text, reasoning, finishReason }: Completion, delta: Delta): Frame[] {
  const textIndex = reasoning === null ? 0 : 1;
  const startOfText = block('start', textIndex, { type: 'text', text: '' });
  switch (delta.kind) {
    case 'start':
      if (reasoning !== null) return [block('start', 0, { type: 'thinking', thinking: '', signature: '' })];
      return text === '' ? [] : [startOfText];
    case 'reasoning':
      return [piece(0, { type: 'thinking_delta', thinking: delta.text })];
    case 'text':
      return [piece(textIndex, { type: 'text_delta', text: delta.text })];
    case 'end-of-reasoning':
      return [
        piece(0, { type: 'signature_delta', signature: 'local' }),
        block('stop', 0),
        ...(text === '' ? [] : [startOfText]),
      ];
    case 'finish':
      if (finishReason === 'error') return [{ event: 'error', data: anthropicShape.failure(INNER_FAILURE) }];
      return text === '' ? [] : [block('stop', textIndex)];
    case 'tool_call':
      return [];
  }
}

const INNER_FAILURE = new VendorFailure(500, 'Internal server error');

function describePromptUse({ promptTokens, cachedTokens }: TokenUse) {
  return {
    input_tokens: promptTokens - cachedTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cachedTokens,
  };
}

function describeOutputUse({ completionTokens, reasoningTokens }: TokenUse) {
  return { output_tokens: completionTokens, output_tokens_details: { thinking_tokens: reasoningTokens } };
}
