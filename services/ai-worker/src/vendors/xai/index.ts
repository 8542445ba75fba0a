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

const UNKNOWN = 'xAI has no such parameter.';
const ROUTING = 'Only OpenRouter chooses routes and who runs a model.';

/** Think before they speak, and refuse penalties and stop texts. Source: xAI, "Reasoning". */
const THINKS = /^grok-(?:3-mini|4|[5-9]|code)(?!.*non-reasoning)/;
/** Of these, those that take an effort. */
const TAKES_EFFORT = /^grok-(?:3-mini|4\.[3-9]|[5-9])/;

const EFFORTS = { off: 'low', minimal: 'low', low: 'low', medium: 'medium', high: 'high', max: 'high' } as const;

const unlessThinking =
  (key: Exclude<AdvancedParameterKey, 'max_tokens'>) =>
  (value: unknown, model: string): Translation =>
    THINKS.test(model)
      ? { dropped: [{ key, reason: `${model} is a reasoning model, and those refuse this parameter.` }] }
      : { fields: { [key]: value } };

/** Source: xAI API reference, "Chat completions". */
const parameters: ParameterTable = {
  temperature: sent('temperature'),
  top_p: sent('top_p'),
  top_k: dropped('top_k', UNKNOWN),
  min_p: dropped('min_p', UNKNOWN),
  top_a: dropped('top_a', UNKNOWN),
  typical_p: dropped('typical_p', UNKNOWN),
  frequency_penalty: unlessThinking('frequency_penalty'),
  presence_penalty: unlessThinking('presence_penalty'),
  repetition_penalty: dropped('repetition_penalty', UNKNOWN),
  seed: sent('seed'),
  reasoning: ({ effort, max_tokens, show }, model) => {
    const isTaken = TAKES_EFFORT.test(model);
    const why = THINKS.test(model) ? `${model} decides itself how much it thinks.` : `${model} does not think.`;
    return {
      fields: effort !== undefined && isTaken ? { reasoning_effort: EFFORTS[effort] } : {},
      dropped: [
        ...(effort !== undefined && !isTaken ? [{ key: 'reasoning.effort', reason: why }] : []),
        ...(max_tokens === undefined
          ? []
          : [{ key: 'reasoning.max_tokens', reason: 'xAI takes an effort, not a number of tokens.' }]),
        ...(show === undefined ? [] : [{ key: 'reasoning.show', reason: 'xAI always gives reasoning apart.' }]),
      ],
    };
  },
  stop: (stops, model) => (THINKS.test(model) ? unlessThinking('stop')(stops, model) : sentStops(4)(stops, model)),
  logit_bias: dropped('logit_bias', 'xAI takes this parameter and does not heed it.'),
  response_format: sentResponseFormat,
  verbosity: dropped('verbosity', UNKNOWN),
  transforms: dropped('transforms', 'Only OpenRouter changes prompts on the way.'),
  route: dropped('route', ROUTING),
  provider: dropped('provider', ROUTING),
};

/** Sources: xAI, "Debugging errors"; bodies as people report them. Their `error` is a sentence, and a wrong key is a 400. */
const xaiRefusals: readonly RefusalRule[] = [
  { words: /incorrect api key|invalid api key|api key.{0,30}(?:disabled|blocked)/, means: 'auth' },
  { words: /used all available credits|spending limit|run out of credits|doesn't have any credits/, means: 'payment' },
  { words: /does not exist or your team|model not found/, means: 'not-found' },
  { words: /maximum prompt length/, means: 'too-long' },
  { words: /content violates usage guidelines|safety_check/, means: 'refused' },
];

const UNASKED_THINKING_TOKENS = 4_096;

/** Source: xAI API reference. */
export const xai = defineVendor({
  id: 'xai',
  label: 'xAI',
  keyHint: 'xai-…',
  keyForm: 'key',
  defaultModel: 'grok-4',
  url: { variable: 'XAI_URL', usual: 'https://api.x.ai/v1', meaning: 'up to and without /chat/completions' },
  operatorKey: { variable: 'XAI_API_KEY' },
  connect: ({ url }) =>
    openAiCompatible({
      baseUrl: url,
      parameters,
      maxTokensField: 'max_completion_tokens',
      thinkingTokens: (wishes, model) => (THINKS.test(model) ? thinkingRoom(wishes, UNASKED_THINKING_TOKENS) : 0),
      refusals: xaiRefusals,
      embeddings: null,
      keyTestPath: '/models',
    }),
});
