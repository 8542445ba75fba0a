import type { RefusalRule } from '../explain-failure.ts';
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
import { defineVendor } from '../vendor.ts';

const UNKNOWN = 'Mistral has no such parameter.';
const ROUTING = 'Only OpenRouter chooses routes and who runs a model.';

/** Always think, and say so in parts of their own. */
const ALWAYS_THINKS = /^magistral/;
/** Think when they are told to. Source: Mistral, "Reasoning". */
const MAY_THINK = /^mistral-(?:small|medium)/;

/** Source: Mistral API reference, "Chat completion". */
const parameters: ParameterTable = {
  temperature: (value) =>
    value <= 1.5
      ? { fields: { temperature: value } }
      : {
          fields: { temperature: 1.5 },
          dropped: [{ key: 'temperature', reason: 'Mistral takes at most 1.5, so 1.5 is sent.' }],
        },
  top_p: sent('top_p'),
  top_k: dropped('top_k', UNKNOWN),
  min_p: dropped('min_p', UNKNOWN),
  top_a: dropped('top_a', UNKNOWN),
  typical_p: dropped('typical_p', UNKNOWN),
  frequency_penalty: sent('frequency_penalty'),
  presence_penalty: sent('presence_penalty'),
  repetition_penalty: dropped('repetition_penalty', UNKNOWN),
  seed: renamed('random_seed'),
  reasoning: ({ effort, max_tokens, show }, model) => {
    const isTaken = effort !== undefined && MAY_THINK.test(model);
    return {
      // It knows two: all of it, or none.
      fields: isTaken ? { reasoning_effort: effort === 'off' || effort === 'minimal' ? 'none' : 'high' } : {},
      dropped: [
        ...(effort === undefined || isTaken
          ? []
          : [
              {
                key: 'reasoning.effort',
                reason: ALWAYS_THINKS.test(model)
                  ? `${model} decides itself how much it thinks.`
                  : `${model} does not think.`,
              },
            ]),
        ...(max_tokens === undefined
          ? []
          : [{ key: 'reasoning.max_tokens', reason: 'Mistral takes an effort, not a number of tokens.' }]),
        ...(show === undefined ? [] : [{ key: 'reasoning.show', reason: 'Mistral always gives reasoning apart.' }]),
      ],
    };
  },
  stop: sentStops(4),
  logit_bias: dropped('logit_bias', UNKNOWN),
  response_format: sentResponseFormat,
  verbosity: dropped('verbosity', UNKNOWN),
  transforms: dropped('transforms', 'Only OpenRouter changes prompts on the way.'),
  route: dropped('route', ROUTING),
  provider: dropped('provider', ROUTING),
};

/**
 * Sources: Mistral, "Errors"; bodies as people report them. They come without the word `error` around them. A spent budget is
 * told as 401 too, in the words of a wrong key, so the two cannot be told apart.
 */
const mistralRefusals: readonly RefusalRule[] = [
  { code: /service_tier_capacity_exceeded|3505/, means: 'overloaded' },
  { words: /capacity exceeded/, means: 'overloaded' },
  { status: 429, words: /monthly|usage limit/, means: 'quota' },
  { status: 400, words: /invalid model/, means: 'not-found' },
  { code: /invalid_model|1500/, means: 'not-found' },
  { words: /too large for model with \d+ maximum context length/, means: 'too-long' },
];

const UNASKED_THINKING_TOKENS = 4_096;

/** Source: Mistral API reference. */
export const mistral = defineVendor({
  id: 'mistral',
  label: 'Mistral',
  keyHint: '32 letters and digits',
  keyForm: 'key',
  defaultModel: 'mistral-small-latest',
  url: { variable: 'MISTRAL_URL', usual: 'https://api.mistral.ai/v1', meaning: 'up to and without /chat/completions' },
  operatorKey: { variable: 'MISTRAL_API_KEY' },
  connect: ({ url }) =>
    openAiCompatible({
      baseUrl: url,
      parameters,
      maxTokensField: 'max_tokens',
      thinkingTokens: (wishes, model) => {
        if (ALWAYS_THINKS.test(model)) return UNASKED_THINKING_TOKENS;
        return MAY_THINK.test(model) ? thinkingRoom(wishes, 0) : 0;
      },
      refusals: mistralRefusals,
      embeddings: null,
      keyTestPath: '/models',
    }),
});
