import { z } from 'zod';

import type { RefusalRule } from '../explain-failure.ts';
import { openAiCompatible } from '../open-ai-compatible/index.ts';
import { dropped, type ParameterTable, sentResponseFormat, sentStops, thinkingRoom } from '../parameter-table.ts';
import { defineVendor, type KeyStanding } from '../vendor.ts';

const UNKNOWN = 'DeepSeek has no such parameter.';
const ROUTING = 'Only OpenRouter chooses routes and who runs a model.';

/** Thinks unless told not to, and takes sampling fields without heeding them. Source: DeepSeek, "Thinking Mode". */
const ALWAYS_THINKS = /reasoner/;

const unheeded =
  (key: 'temperature' | 'top_p' | 'frequency_penalty' | 'presence_penalty') => (value: number, model: string) =>
    ALWAYS_THINKS.test(model)
      ? { dropped: [{ key, reason: `${model} takes this parameter and does not heed it.` }] }
      : { fields: { [key]: value } };

/** Source: DeepSeek API reference, "Create chat completion". */
const parameters: ParameterTable = {
  temperature: unheeded('temperature'),
  top_p: unheeded('top_p'),
  top_k: dropped('top_k', UNKNOWN),
  min_p: dropped('min_p', UNKNOWN),
  top_a: dropped('top_a', UNKNOWN),
  typical_p: dropped('typical_p', UNKNOWN),
  frequency_penalty: unheeded('frequency_penalty'),
  presence_penalty: unheeded('presence_penalty'),
  repetition_penalty: dropped('repetition_penalty', UNKNOWN),
  seed: dropped('seed', UNKNOWN),
  reasoning: ({ effort, max_tokens, show }, model) => ({
    fields:
      effort === undefined || ALWAYS_THINKS.test(model)
        ? {}
        : { thinking: { type: effort === 'off' ? 'disabled' : 'enabled' } },
    dropped: [
      ...(effort !== undefined && ALWAYS_THINKS.test(model)
        ? [{ key: 'reasoning.effort', reason: `${model} decides itself how much it thinks.` }]
        : []),
      ...(max_tokens === undefined
        ? []
        : [{ key: 'reasoning.max_tokens', reason: 'DeepSeek can be told to think, not how much.' }]),
      ...(show === undefined ? [] : [{ key: 'reasoning.show', reason: 'DeepSeek always gives reasoning apart.' }]),
    ],
  }),
  stop: sentStops(16),
  logit_bias: dropped('logit_bias', UNKNOWN),
  response_format: sentResponseFormat,
  verbosity: dropped('verbosity', UNKNOWN),
  transforms: dropped('transforms', 'Only OpenRouter changes prompts on the way.'),
  route: dropped('route', ROUTING),
  provider: dropped('provider', ROUTING),
};

/** Sources: DeepSeek, "Error Codes"; bodies as people report them. */
const deepseekRefusals: readonly RefusalRule[] = [
  { status: 401, means: 'auth' },
  { words: /insufficient balance/, means: 'payment' },
  { words: /model not exist/, means: 'not-found' },
  { words: /content exists risk/, means: 'refused' },
  { words: /too busy/, means: 'overloaded' },
];

const Balance = z.object({ balance_infos: z.array(z.object({ currency: z.string(), total_balance: z.string() })) });

/** Source: DeepSeek API reference, "Get User Balance". */
function readStanding(answer: unknown): KeyStanding | null {
  const [balance] = Balance.safeParse(answer).data?.balance_infos ?? [];
  const left = Number(balance?.total_balance);
  return balance === undefined || !Number.isFinite(left)
    ? null
    : { left, currency: balance.currency.slice(0, 8), renews: null };
}

const UNASKED_THINKING_TOKENS = 4_096;

/** Source: DeepSeek API reference. Its thoughts come as `reasoning_content`. */
export const deepseek = defineVendor({
  id: 'deepseek',
  label: 'DeepSeek',
  keyHint: 'sk-…',
  keyForm: 'key',
  defaultModel: 'deepseek-chat',
  url: { variable: 'DEEPSEEK_URL', usual: 'https://api.deepseek.com', meaning: 'up to and without /chat/completions' },
  operatorKey: { variable: 'DEEPSEEK_API_KEY' },
  connect: ({ url }) =>
    openAiCompatible({
      baseUrl: url,
      parameters,
      maxTokensField: 'max_tokens',
      thinkingTokens: (wishes, model) =>
        ALWAYS_THINKS.test(model) ? UNASKED_THINKING_TOKENS : thinkingRoom(wishes, 0),
      refusals: deepseekRefusals,
      embeddings: null,
      keyTestPath: '/user/balance',
      readStanding,
    }),
});
