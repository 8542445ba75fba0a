import type { AdvancedParameters } from '@tzurot/contracts';

import { dropped, type ParameterTable, renamed, type Translation, thinkingRoom } from '../parameter-table.ts';

/** Think by a number of tokens; newer models by a level. Source: Gemini API, "Thinking". */
const THINKS_BY_BUDGET = /^gemini-2\.5/;
const NEVER_THINKS = /^(?:gemini-(?:1|2\.0)|gemma)/;
/** Not to think is nothing that these can be told. */
const ALWAYS_THINKS = /^gemini-(?:2\.5-pro|[3-9])/;
const NO_PENALTIES = /^gemini-2\.5/;

const BUDGETS = { off: 0, minimal: 512, low: 1_024, medium: 8_192, high: 16_384, max: 24_576 } as const;
const LEVELS = { off: 'minimal', minimal: 'minimal', low: 'low', medium: 'medium', high: 'high', max: 'high' } as const;
const UNASKED_THINKING_TOKENS = 8_192;

const UNKNOWN = 'Gemini has no such parameter.';
const ROUTING = 'Only OpenRouter chooses routes and who runs a model.';
const MAX_STOPS = 5;

const penalty =
  (key: 'frequency_penalty' | 'presence_penalty', wireName: string) =>
  (value: number, model: string): Translation =>
    NO_PENALTIES.test(model)
      ? { dropped: [{ key, reason: `${model} takes no penalties.` }] }
      : { fields: { [wireName]: value } };

/** The fields are those of the client, which gives them Google's names. Source: Gemini API reference, "GenerationConfig". */
export const parameters: ParameterTable = {
  temperature: renamed('temperature'),
  top_p: renamed('topP'),
  top_k: (value) =>
    value === 0 ? { dropped: [{ key: 'top_k', reason: 'Gemini takes 1 or more.' }] } : { fields: { topK: value } },
  min_p: dropped('min_p', UNKNOWN),
  top_a: dropped('top_a', UNKNOWN),
  typical_p: dropped('typical_p', UNKNOWN),
  frequency_penalty: penalty('frequency_penalty', 'frequencyPenalty'),
  presence_penalty: penalty('presence_penalty', 'presencePenalty'),
  repetition_penalty: dropped('repetition_penalty', UNKNOWN),
  seed: renamed('seed'),
  reasoning: ({ effort, max_tokens: budget, show }, model) => {
    if (NEVER_THINKS.test(model)) return { dropped: [{ key: 'reasoning', reason: `${model} does not think.` }] };
    const shown = show === undefined ? {} : { includeThoughts: show };
    if (THINKS_BY_BUDGET.test(model)) {
      const tokens = budget ?? (effort === undefined ? undefined : BUDGETS[effort]);
      const isRefused = tokens === 0 && ALWAYS_THINKS.test(model);
      const kept = tokens === undefined || isRefused ? {} : { thinkingBudget: tokens };
      return {
        fields: { thinkingConfig: { ...kept, ...shown } },
        dropped: isRefused ? [{ key: 'reasoning.effort', reason: `${model} cannot stop thinking.` }] : [],
      };
    }
    return {
      fields: { thinkingConfig: { ...(effort !== undefined && { thinkingLevel: LEVELS[effort] }), ...shown } },
      dropped: [
        ...(budget === undefined
          ? []
          : [{ key: 'reasoning.max_tokens', reason: `${model} takes an effort, not a number of tokens.` }]),
        ...(effort === 'off' && ALWAYS_THINKS.test(model)
          ? [{ key: 'reasoning.effort', reason: `${model} cannot stop thinking; it is asked for as little as it can.` }]
          : []),
      ],
    };
  },
  stop: (stops) => ({
    fields: { stopSequences: stops.slice(0, MAX_STOPS) },
    dropped:
      stops.length > MAX_STOPS ? [{ key: 'stop', reason: `Only the first ${MAX_STOPS} stop texts are taken.` }] : [],
  }),
  logit_bias: dropped('logit_bias', UNKNOWN),
  response_format: (format) =>
    format === 'json_object'
      ? { fields: { responseFormat: { type: 'json' } } }
      : { dropped: [{ key: 'response_format', reason: 'Text is what Gemini gives anyway.' }] },
  verbosity: dropped('verbosity', UNKNOWN),
  transforms: dropped('transforms', 'Only OpenRouter changes prompts on the way.'),
  route: dropped('route', ROUTING),
  provider: dropped('provider', ROUTING),
};

/** Thinking counts towards the longest reply. */
export function thinkingTokens(wishes: AdvancedParameters, model: string): number {
  return NEVER_THINKS.test(model) ? 0 : thinkingRoom(wishes, UNASKED_THINKING_TOKENS);
}
