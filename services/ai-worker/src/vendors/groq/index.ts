import type { RefusalRule } from '../explain-failure.ts';
import { openAiCompatible } from '../open-ai-compatible/index.ts';
import { dropped, type ParameterTable, sent, sentResponseFormat, sentStops, thinkingRoom } from '../parameter-table.ts';
import { defineVendor } from '../vendor.ts';

const UNKNOWN = 'Groq has no such parameter.';
const ROUTING = 'Only OpenRouter chooses routes and who runs a model.';

/** How the models that think are told to. Source: Groq, "Reasoning". */
const THINKS_BY_EFFORT = /gpt-oss/;
const THINKS_OR_NOT = /qwen3|qwen-qwq/;
const THINKS_ANYWAY = /deepseek-r1/;
const thinks = (model: string) => [THINKS_BY_EFFORT, THINKS_OR_NOT, THINKS_ANYWAY].some((kind) => kind.test(model));

const EFFORTS = { off: 'low', minimal: 'low', low: 'low', medium: 'medium', high: 'high', max: 'high' } as const;

/** Source: Groq API reference, "Create chat completion". */
const parameters: ParameterTable = {
  temperature: sent('temperature'),
  top_p: sent('top_p'),
  top_k: dropped('top_k', UNKNOWN),
  min_p: dropped('min_p', UNKNOWN),
  top_a: dropped('top_a', UNKNOWN),
  typical_p: dropped('typical_p', UNKNOWN),
  frequency_penalty: dropped('frequency_penalty', "None of Groq's models supports it."),
  presence_penalty: dropped('presence_penalty', "None of Groq's models supports it."),
  repetition_penalty: dropped('repetition_penalty', UNKNOWN),
  seed: sent('seed'),
  reasoning: ({ effort, max_tokens, show }, model) => {
    const isDropped = (key: string, reason: string) => ({ key: `reasoning.${key}`, reason });
    return {
      fields: {
        ...(effort !== undefined && THINKS_BY_EFFORT.test(model) && { reasoning_effort: EFFORTS[effort] }),
        ...(effort !== undefined &&
          THINKS_OR_NOT.test(model) && { reasoning_effort: effort === 'off' ? 'none' : 'default' }),
        ...(show !== undefined && thinks(model) && { include_reasoning: show }),
      },
      dropped: [
        ...(effort !== undefined && THINKS_BY_EFFORT.test(model) && effort === 'off'
          ? [isDropped('effort', `${model} cannot stop thinking; it is asked for as little as it can.`)]
          : []),
        ...(effort !== undefined && THINKS_ANYWAY.test(model)
          ? [isDropped('effort', `${model} decides itself how much it thinks.`)]
          : []),
        ...(effort !== undefined && !thinks(model) ? [isDropped('effort', `${model} does not think.`)] : []),
        ...(max_tokens === undefined ? [] : [isDropped('max_tokens', 'Groq takes an effort, not a number of tokens.')]),
        ...(show !== undefined && !thinks(model) ? [isDropped('show', `${model} does not think.`)] : []),
      ],
    };
  },
  stop: sentStops(4),
  logit_bias: dropped('logit_bias', "None of Groq's models supports it."),
  response_format: sentResponseFormat,
  verbosity: dropped('verbosity', UNKNOWN),
  transforms: dropped('transforms', 'Only OpenRouter changes prompts on the way.'),
  route: dropped('route', ROUTING),
  provider: dropped('provider', ROUTING),
};

/** Sources: Groq, "Error codes", "Rate limits", "Model deprecations"; bodies as people report them. */
const groqRefusals: readonly RefusalRule[] = [
  // What is larger than a minute's allowance never fits, however long one waits.
  { words: /request too large/, means: 'too-long' },
  { status: 429, words: /per day|\btpd\b|\brpd\b/, means: 'quota' },
  { code: /model_decommissioned/, means: 'not-found' },
  { code: /organization_restricted/, means: 'forbidden' },
  { status: 498, means: 'overloaded' },
];

const UNASKED_THINKING_TOKENS = 4_096;

/** Source: Groq API reference. */
export const groq = defineVendor({
  id: 'groq',
  label: 'Groq',
  keyHint: 'gsk_…',
  keyForm: 'key',
  defaultModel: 'llama-3.3-70b-versatile',
  url: {
    variable: 'GROQ_URL',
    usual: 'https://api.groq.com/openai/v1',
    meaning: 'up to and without /chat/completions',
  },
  operatorKey: { variable: 'GROQ_API_KEY' },
  connect: ({ url }) =>
    openAiCompatible({
      baseUrl: url,
      parameters,
      maxTokensField: 'max_completion_tokens',
      thinkingTokens: (wishes, model) => (thinks(model) ? thinkingRoom(wishes, UNASKED_THINKING_TOKENS) : 0),
      refusals: groqRefusals,
      embeddings: null,
      keyTestPath: '/models',
    }),
});
