import type { TokenUse } from '../token-use.ts';
import type { VendorFailure } from '../vendor-failure.ts';
import { RETRY_AFTER_MS } from './retry-after.ts';
import type { Completion, Delta, VendorShape } from './vendor-shape.ts';

/**
 * Google's shape: whole answers as pieces, thoughts as marked parts, a status word beside each number.
 * Source: Gemini API reference, "GenerateContentResponse", "Troubleshooting"; google.rpc.Status.
 */
export const googleShape: VendorShape = {
  id: 'google',
  basePath: '/google/v1beta',
  keyHeader: 'x-goog-api-key',

  failure: (failure) => ({
    error: {
      code: statusOf(failure),
      message: failure.message,
      status: failure.code?.toUpperCase() ?? usualStatus(statusOf(failure)),
      details: detailsOf(failure),
    },
  }),

  failureHeaders: () => ({}),

  completion: (completion) => ({
    candidates: [
      {
        content: {
          role: 'model',
          parts: [
            ...(completion.reasoning === null ? [] : [{ text: completion.reasoning, thought: true }]),
            ...(completion.text === '' ? [] : [{ text: completion.text }]),
          ],
        },
        finishReason: finishReason(completion),
        index: 0,
      },
    ],
    ...envelope(completion),
    usageMetadata: describeUse(completion.use),
  }),

  stream: {
    begin: () => [],
    piece(completion, delta) {
      const parts = partsOf(delta);
      if (parts.length === 0) return [];
      return [{ data: { candidates: [{ content: { role: 'model', parts }, index: 0 }], ...envelope(completion) } }];
    },
    end: (completion) => [
      completion.finishReason === 'error'
        ? { data: { error: { code: 500, message: 'An internal error has occurred.', status: 'INTERNAL' } } }
        : isBlocked(completion)
          ? {
              data: {
                promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
                ...envelope(completion),
                usageMetadata: describeUse(completion.use),
              },
            }
          : {
              data: {
                candidates: [
                  {
                    content: { role: 'model', parts: [{ text: '' }] },
                    finishReason: finishReason(completion),
                    index: 0,
                  },
                ],
                ...envelope(completion),
                usageMetadata: describeUse(completion.use),
              },
            },
    ],
    breakOff: (_completion, failure) => [{ data: googleShape.failure(failure) }],
  },

  embeddings: () => ({}),

  modelList: (models) => ({
    models: models.map(({ id, description, kind }) => ({
      name: `models/${id}`,
      displayName: id,
      description,
      supportedGenerationMethods: kind === 'chat' ? ['generateContent', 'countTokens'] : ['embedContent'],
    })),
  }),
};

/** A wrong key is a bad request there. */
function statusOf({ status }: VendorFailure): number {
  return status === 401 ? 400 : status;
}

function detailsOf({ status }: VendorFailure): object[] {
  if (status === 401)
    return [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' },
    ];
  if (status === 429)
    return [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${RETRY_AFTER_MS / 1_000}s` }];
  return [];
}

function usualStatus(status: number): string {
  switch (status) {
    case 403:
      return 'PERMISSION_DENIED';
    case 404:
      return 'NOT_FOUND';
    case 429:
      return 'RESOURCE_EXHAUSTED';
    case 503:
      return 'UNAVAILABLE';
    case 504:
      return 'DEADLINE_EXCEEDED';
    default:
      return status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT';
  }
}

function envelope({ number, model }: Completion) {
  return { modelVersion: model, responseId: `local-${number}` };
}

function finishReason(completion: Completion): string {
  switch (completion.finishReason) {
    case 'length':
      return 'MAX_TOKENS';
    case 'content_filter':
      return 'SAFETY';
    case 'stop':
    case 'tool_calls':
    case 'error':
      return 'STOP';
  }
}

/** The prompt itself was refused, so there is no candidate. */
function isBlocked({ text, finishReason: reason }: Completion): boolean {
  return reason === 'content_filter' && text === '';
}

function partsOf(delta: Delta): object[] {
  if (delta.kind === 'reasoning') return [{ text: delta.text, thought: true }];
  return delta.kind === 'text' ? [{ text: delta.text }] : [];
}

function describeUse({ promptTokens, cachedTokens, completionTokens, reasoningTokens }: TokenUse) {
  return {
    promptTokenCount: promptTokens,
    cachedContentTokenCount: cachedTokens,
    candidatesTokenCount: completionTokens - reasoningTokens,
    thoughtsTokenCount: reasoningTokens,
    totalTokenCount: promptTokens + completionTokens,
  };
}
