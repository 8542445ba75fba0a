import type { AdvancedParameterKey } from '@tzurot/contracts';

import type { RefusalRule } from '../explain-failure.ts';
import { openAiCompatible } from '../open-ai-compatible/index.ts';
import {
  dropped,
  type ParameterTable,
  sent,
  sentResponseFormat,
  sentStops,
  type Translation,
  thinkingRoom,
} from '../parameter-table.ts';
import { defineVendor } from '../vendor.ts';

/** Models that think first refuse every sampling field (OpenAI, "Reasoning models"). */
const REASONING_MODEL = /^(?:o\d|gpt-5)(?!.*chat)/;

/** Which word of theirs stands for which of ours (OpenAI API reference, `reasoning_effort`). */
const EFFORTS = { off: 'none', minimal: 'minimal', low: 'low', medium: 'medium', high: 'high', max: 'xhigh' } as const;

const UNKNOWN = 'OpenAI has no such parameter.';

const sentUnlessReasoning =
  (key: Exclude<AdvancedParameterKey, 'max_tokens'>) =>
  (value: unknown, model: string): Translation =>
    REASONING_MODEL.test(model)
      ? { dropped: [{ key, reason: `${model} is a reasoning model, and those refuse this parameter.` }] }
      : { fields: { [key]: value } };

/** Source: OpenAI API reference, "Create chat completion". */
const parameters: ParameterTable = {
  temperature: sentUnlessReasoning('temperature'),
  top_p: sentUnlessReasoning('top_p'),
  top_k: dropped('top_k', UNKNOWN),
  min_p: dropped('min_p', UNKNOWN),
  top_a: dropped('top_a', UNKNOWN),
  typical_p: dropped('typical_p', UNKNOWN),
  frequency_penalty: sentUnlessReasoning('frequency_penalty'),
  presence_penalty: sentUnlessReasoning('presence_penalty'),
  repetition_penalty: dropped('repetition_penalty', UNKNOWN),
  seed: sent('seed'),
  reasoning: ({ effort, max_tokens, show }, model) => {
    const isReasoning = REASONING_MODEL.test(model);
    return {
      fields: effort !== undefined && isReasoning ? { reasoning_effort: EFFORTS[effort] } : {},
      dropped: [
        ...(effort !== undefined && !isReasoning
          ? [{ key: 'reasoning.effort', reason: `${model} does not reason.` }]
          : []),
        ...(max_tokens !== undefined
          ? [{ key: 'reasoning.max_tokens', reason: 'OpenAI takes an effort, not a number of tokens.' }]
          : []),
        ...(show !== undefined ? [{ key: 'reasoning.show', reason: 'OpenAI does not show its reasoning here.' }] : []),
      ],
    };
  },
  stop: (stops, model) =>
    REASONING_MODEL.test(model)
      ? { dropped: [{ key: 'stop', reason: `${model} is a reasoning model, and those refuse stop texts.` }] }
      : sentStops(4)(stops, model),
  logit_bias: sentUnlessReasoning('logit_bias'),
  response_format: sentResponseFormat,
  verbosity: (value, model) =>
    REASONING_MODEL.test(model)
      ? { fields: { verbosity: value } }
      : { dropped: [{ key: 'verbosity', reason: `${model} has no verbosity.` }] },
  transforms: dropped('transforms', 'Only OpenRouter changes prompts on the way.'),
  route: dropped('route', 'Only OpenRouter chooses routes.'),
  provider: dropped('provider', 'Only OpenRouter chooses who runs a model.'),
};

/**
 * Sources: OpenAI, "Error codes"; the `code` values of openai-python's and openai-node's issues.
 * `insufficient_quota` is credit; `billing_hard_limit_reached` the owner's own limit.
 */
const openaiRefusals: readonly RefusalRule[] = [
  {
    status: 401,
    words: /must be a member of an organization|ip not authorized|insufficient permissions/,
    means: 'forbidden',
  },
  { code: /insufficient_quota|billing_hard_limit_reached|billing_not_active/, means: 'payment' },
  { code: /unsupported_country_region_territory/, means: 'region' },
  { status: 403, words: /missing scopes|insufficient permissions/, means: 'forbidden' },
  { status: 429, words: /requests per day|\brpd\b|tokens per day|\btpd\b/, means: 'quota' },
  // One request is larger than a minute's allowance; waiting changes nothing.
  { status: 429, words: /request too large/, means: 'too-long' },
  { code: /model_not_found/, means: 'not-found' },
  { words: /not a chat model/, means: 'not-found' },
  { code: /content_policy_violation|content_filter|invalid_prompt/, means: 'refused' },
  { words: /currently overloaded/, means: 'overloaded' },
];

const UNASKED_THINKING_TOKENS = 4_096;

/** Source: OpenAI API reference. */
export const openai = defineVendor({
  id: 'openai',
  label: 'OpenAI',
  keyHint: 'sk-…',
  keyForm: 'key',
  defaultModel: 'gpt-4.1-mini',
  embedding: { model: 'text-embedding-3-small', dimensions: 384, weight: 0.5, isFree: false },
  url: { variable: 'OPENAI_URL', usual: 'https://api.openai.com/v1', meaning: 'up to and without /chat/completions' },
  operatorKey: { variable: 'OPENAI_API_KEY' },
  connect: ({ url }) =>
    openAiCompatible({
      baseUrl: url,
      parameters,
      maxTokensField: 'max_completion_tokens',
      thinkingTokens: (wishes, model) =>
        REASONING_MODEL.test(model) ? thinkingRoom(wishes, UNASKED_THINKING_TOKENS) : 0,
      refusals: openaiRefusals,
      embeddings: {},
      keyTestPath: '/models',
    }),
});
