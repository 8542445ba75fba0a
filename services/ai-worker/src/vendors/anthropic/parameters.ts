import type { AdvancedParameters } from '@tzurot/contracts';
import { z } from 'zod';

import {
  dropped,
  type ParameterTable,
  type Translation,
  thinkingRoom,
  translateParameters,
} from '../parameter-table.ts';

/** Models that still take sampling fields; from Opus 4.7 on they are refused. Source: Anthropic, "Migration guide". */
const TAKES_SAMPLING = /^(?:local\/|claude-(?:2|3|instant|(?:opus|sonnet|haiku)-4(?:-[0-6])?(?:-\d{8}|-latest)?$))/;
/** Models that think by a number of tokens; newer ones decide themselves, guided by an effort. */
const THINKS_BY_BUDGET = /^claude-(?:3-7|(?:opus|sonnet|haiku)-4(?:-[0-5])?(?:-\d{8}|-latest)?$)/;
/** Older models do not think at all. */
const NEVER_THINKS = /^claude-(?:2|instant|3-(?:opus|sonnet|haiku|5))/;
/** From this generation on they think unless told not to. */
const THINKS_UNASKED = /^claude-(?:opus|sonnet|haiku|fable|mythos)-[5-9]/;

const MIN_BUDGET = 1_024;
const EFFORTS = { minimal: 'low', low: 'low', medium: 'medium', high: 'high', max: 'max' } as const;
const BUDGETS = { minimal: 1_024, low: 2_048, medium: 8_192, high: 16_384, max: 32_768 } as const;
const UNASKED_THINKING_TOKENS = 4_096;

const UNKNOWN = 'Anthropic has no such parameter.';
const ROUTING = 'Only OpenRouter chooses routes and who runs a model.';

type Reasoning = NonNullable<AdvancedParameters['reasoning']>;

const sampled =
  (key: 'temperature' | 'top_p' | 'top_k') =>
  (value: number, model: string): Translation => {
    if (!TAKES_SAMPLING.test(model))
      return { dropped: [{ key, reason: `${model} chooses its words by itself and refuses this parameter.` }] };
    if (key !== 'temperature' || value <= 1) return { fields: { [key]: value } };
    return { fields: { temperature: 1 }, dropped: [{ key, reason: 'Anthropic takes at most 1, so 1 is sent.' }] };
  };

/** Source: Anthropic API reference, "Create a Message"; "Extended thinking", "Adaptive thinking". */
const parameters: ParameterTable = {
  temperature: sampled('temperature'),
  top_p: sampled('top_p'),
  top_k: sampled('top_k'),
  min_p: dropped('min_p', UNKNOWN),
  top_a: dropped('top_a', UNKNOWN),
  typical_p: dropped('typical_p', UNKNOWN),
  frequency_penalty: dropped('frequency_penalty', UNKNOWN),
  presence_penalty: dropped('presence_penalty', UNKNOWN),
  repetition_penalty: dropped('repetition_penalty', UNKNOWN),
  seed: dropped('seed', UNKNOWN),
  reasoning: ({ effort, max_tokens: budget, show }, model) => {
    const isShown =
      show === undefined ? [] : [{ key: 'reasoning.show', reason: 'Anthropic always gives reasoning apart.' }];
    const { fields = {}, dropped: left = [] } = writeThinking({ effort, max_tokens: budget }, model);
    return { fields, dropped: [...left, ...isShown] };
  },
  stop: (stops) => {
    // A text of blanks alone is refused.
    const taken = stops.filter((stop) => stop.trim() !== '');
    return {
      fields: taken.length > 0 ? { stop_sequences: taken } : {},
      dropped:
        taken.length < stops.length ? [{ key: 'stop', reason: 'Anthropic takes no stop text of blanks alone.' }] : [],
    };
  },
  logit_bias: dropped('logit_bias', UNKNOWN),
  response_format: (format) =>
    format === 'text'
      ? { dropped: [{ key: 'response_format', reason: 'Text is what Anthropic gives anyway.' }] }
      : { dropped: [{ key: 'response_format', reason: 'Anthropic takes a schema, not just JSON.' }] },
  verbosity: dropped('verbosity', UNKNOWN),
  transforms: dropped('transforms', 'Only OpenRouter changes prompts on the way.'),
  route: dropped('route', ROUTING),
  provider: dropped('provider', ROUTING),
};

function writeThinking({ effort, max_tokens: budget }: Reasoning, model: string): Translation {
  const key = effort === undefined ? 'reasoning.max_tokens' : 'reasoning.effort';
  if (NEVER_THINKS.test(model)) return { dropped: [{ key, reason: `${model} does not think.` }] };
  if (effort === 'off') return { fields: { thinking: { type: 'disabled' } } };
  if (THINKS_BY_BUDGET.test(model)) {
    const tokens = budget ?? (effort === undefined ? undefined : BUDGETS[effort]);
    return tokens === undefined
      ? {}
      : { fields: { thinking: { type: 'enabled', budget_tokens: Math.max(tokens, MIN_BUDGET) } } };
  }
  const tooExact =
    budget === undefined
      ? []
      : [{ key: 'reasoning.max_tokens', reason: `${model} takes an effort, not a number of tokens.` }];
  if (effort === undefined) return { dropped: tooExact };
  return { fields: { thinking: { type: 'adaptive' }, output_config: { effort: EFFORTS[effort] } }, dropped: tooExact };
}

/** Thinking counts towards `max_tokens`, and a budget has to be smaller. */
export function thinkingTokens(wishes: AdvancedParameters, model: string): number {
  const { effort, max_tokens: budget } = wishes.reasoning ?? {};
  if (NEVER_THINKS.test(model)) return 0;
  if (THINKS_BY_BUDGET.test(model)) {
    if (budget !== undefined) return Math.max(budget, MIN_BUDGET);
    return effort === undefined || effort === 'off' ? 0 : BUDGETS[effort];
  }
  return thinkingRoom(wishes, THINKS_UNASKED.test(model) ? UNASKED_THINKING_TOKENS : 0);
}

const SAMPLING = ['temperature', 'top_p', 'top_k'] as const;
/** Takes one of two ways to sample. Source: Anthropic, "Migration guide", Claude 4.1 and later. */
const TAKES_ONE_OF_TWO = /^claude-(?:opus|sonnet|haiku)-4-[1-6]/;

/** The fields of a request, and what did not make it into them, where parameters exclude one another too. */
export function translate(wishes: AdvancedParameters, model: string): ReturnType<typeof translateParameters> {
  const { fields, dropped: left } = translateParameters(parameters, wishes, model);
  const type = z.object({ type: z.string() }).safeParse(fields['thinking']).data?.type ?? 'disabled';
  const without = (keys: readonly (typeof SAMPLING)[number][], reason: string) => {
    const gone = keys.filter((key) => key in fields);
    const rest = Object.entries(fields).filter(([name]) => !gone.some((key) => key === name));
    return { fields: Object.fromEntries(rest), dropped: [...left, ...gone.map((key) => ({ key, reason }))] };
  };
  if (type !== 'disabled') return without(SAMPLING, 'Anthropic takes it only while the model does not think.');
  if (TAKES_ONE_OF_TWO.test(model) && 'temperature' in fields)
    return without(['top_p'], `${model} takes temperature or top_p, not both.`);
  return { fields, dropped: left };
}

/** A budget has to be smaller than the longest reply; a reply too short for the smallest budget is not thought about. */
export function fitBudget(fields: Record<string, unknown>, maxTokens: number): Record<string, unknown> {
  const { data: thinking } = Budget.safeParse(fields['thinking']);
  if (thinking === undefined || thinking.budget_tokens < maxTokens) return fields;
  const { thinking: _tooMuch, ...rest } = fields;
  return maxTokens <= MIN_BUDGET ? rest : { ...rest, thinking: { ...thinking, budget_tokens: maxTokens - 1 } };
}

const Budget = z.object({ type: z.literal('enabled'), budget_tokens: z.number() });
