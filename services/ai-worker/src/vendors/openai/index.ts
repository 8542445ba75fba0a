import type { AdvancedParameterKey } from '@tzurot/contracts';

import { defineVendor } from '../define-vendor.ts';
import { openAiCompatible } from '../open-ai-compatible/index.ts';
import {
  dropped,
  type ParameterTable,
  renamed,
  sent,
  sentResponseFormat,
  sentStops,
  type Translation,
} from '../parameter-table.ts';

/** Models that think first refuse every sampling field (OpenAI, "Reasoning models"). */
const REASONING_MODEL = /^(?:o\d|gpt-5)(?!.*chat)/;

/** Which word of theirs stands for which of ours (OpenAI API reference, `reasoning_effort`). */
const EFFORTS = { off: 'none', minimal: 'minimal', low: 'low', medium: 'medium', high: 'high', max: 'xhigh' } as const;

const UNKNOWN = 'OpenAI has no such parameter.';

const sentUnlessReasoning =
  (key: AdvancedParameterKey) =>
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
  max_tokens: renamed('max_completion_tokens'),
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
  provider: dropped('provider', 'Only OpenRouter chooses among providers.'),
};

/** Source: OpenAI API reference. */
export const openai = defineVendor({
  id: 'openai',
  label: 'OpenAI',
  create: ({ openaiUrl }) =>
    openAiCompatible({
      id: 'openai',
      label: 'OpenAI',
      needsKey: true,
      baseUrl: openaiUrl,
      parameters,
      embeddings: {},
      keyTestPath: '/models',
    }),
});
