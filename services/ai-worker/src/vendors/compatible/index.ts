import { createGuardedFetch } from '@tzurot/platform';

import { callThrough } from '../open-ai-compatible/http-call.ts';
import { openAiCompatible } from '../open-ai-compatible/index.ts';
import {
  dropped,
  type ParameterTable,
  renamed,
  sent,
  sentResponseFormat,
  sentStops,
  thinkingRoom,
} from '../parameter-table.ts';
import { defineVendor, type VendorDefinition } from '../vendor.ts';

const EFFORTS = { off: 'none', minimal: 'low', low: 'low', medium: 'medium', high: 'high', max: 'high' } as const;
const ROUTING = 'Only OpenRouter chooses routes and who runs a model.';

/**
 * Sampling goes out as it is set: what vLLM, llama.cpp, TabbyAPI and KoboldCpp add to OpenAI's fields has these names, and
 * whoever names a server knows what it takes.
 */
const parameters: ParameterTable = {
  temperature: sent('temperature'),
  top_p: sent('top_p'),
  top_k: sent('top_k'),
  min_p: sent('min_p'),
  top_a: sent('top_a'),
  typical_p: sent('typical_p'),
  frequency_penalty: sent('frequency_penalty'),
  presence_penalty: sent('presence_penalty'),
  repetition_penalty: sent('repetition_penalty'),
  seed: sent('seed'),
  reasoning: ({ effort, max_tokens, show }) => ({
    fields: effort === undefined ? {} : { reasoning_effort: EFFORTS[effort] },
    dropped: [
      ...(max_tokens !== undefined
        ? [{ key: 'reasoning.max_tokens', reason: "OpenAI's dialect takes an effort, not a number of tokens." }]
        : []),
      ...(show !== undefined ? [{ key: 'reasoning.show', reason: "OpenAI's dialect has no such field." }] : []),
    ],
  }),
  stop: sentStops(4),
  logit_bias: sent('logit_bias'),
  response_format: sentResponseFormat,
  verbosity: renamed('verbosity'),
  transforms: dropped('transforms', 'Only OpenRouter changes prompts on the way.'),
  route: dropped('route', ROUTING),
  provider: dropped('provider', ROUTING),
};

const UNASKED_THINKING_TOKENS = 2_048;
/** Far more than the longest reply with its thoughts, piece by piece. */
const MAX_ANSWER_BYTES = 32 * 1_024 * 1_024;
const MAX_SILENCE_MS = 300_000;

/** Any server that a person names, as long as it is public and speaks OpenAI's dialect. */
export function compatibleThrough(fetch: typeof globalThis.fetch): VendorDefinition {
  return defineVendor({
    id: 'compatible',
    label: 'Custom vendor',
    keyHint: 'an address and a key',
    keyForm: 'address',
    // Which models there are only the person knows.
    defaultModel: null,
    url: null,
    operatorKey: null,
    connect: () =>
      openAiCompatible({
        baseUrl: null,
        parameters,
        maxTokensField: 'max_tokens',
        thinkingTokens: (wishes) => thinkingRoom(wishes, UNASKED_THINKING_TOKENS),
        refusals: [],
        embeddings: null,
        keyTestPath: '/models',
        call: callThrough(fetch),
      }),
  });
}

export const compatible = compatibleThrough(
  createGuardedFetch({ maxBytes: MAX_ANSWER_BYTES, silenceMs: MAX_SILENCE_MS }),
);
