import { z } from 'zod';

import type { RefusalRule } from '../explain-failure.ts';
import { openAiCompatible } from '../open-ai-compatible/index.ts';
import { dropped, type ParameterTable, sent, sentResponseFormat, sentStops, thinkingRoom } from '../parameter-table.ts';
import { defineVendor, type KeyStanding } from '../vendor.ts';

const EFFORTS = { off: 'none', minimal: 'minimal', low: 'low', medium: 'medium', high: 'high', max: 'max' } as const;

/** Sources: OpenRouter's OpenAPI description, `ChatRequest` and `Parameter`; "Vendor routing"; "Message transforms". */
const parameters: ParameterTable = {
  temperature: sent('temperature'),
  top_p: sent('top_p'),
  top_k: sent('top_k'),
  min_p: sent('min_p'),
  top_a: sent('top_a'),
  typical_p: dropped('typical_p', 'OpenRouter has no such parameter.'),
  frequency_penalty: sent('frequency_penalty'),
  presence_penalty: sent('presence_penalty'),
  repetition_penalty: sent('repetition_penalty'),
  seed: sent('seed'),
  reasoning: ({ effort, max_tokens, show }) => ({
    fields: {
      reasoning: {
        // Effort and a number of tokens exclude each other; the number is the more exact wish.
        ...(max_tokens !== undefined ? { max_tokens } : effort !== undefined && { effort: EFFORTS[effort] }),
        ...(show !== undefined && { exclude: !show }),
      },
    },
    dropped:
      effort !== undefined && max_tokens !== undefined
        ? [{ key: 'reasoning.effort', reason: 'OpenRouter takes an effort or a number of tokens, not both.' }]
        : [],
  }),
  stop: sentStops(4),
  logit_bias: sent('logit_bias'),
  response_format: sentResponseFormat,
  verbosity: sent('verbosity'),
  transforms: (transforms) => ({
    fields: transforms.includes('middle-out') ? { plugins: [{ id: 'context-compression' }] } : {},
  }),
  route: (route) => ({ fields: { route } }),
  provider: ({ order, no_training }) => {
    const wishes = {
      ...(order !== undefined && order.length > 0 && { order }),
      ...(no_training === true && { data_collection: 'deny' }),
    };
    return { fields: Object.keys(wishes).length > 0 ? { provider: wishes } : {} };
  },
};

/**
 * Sources: OpenRouter, "Errors", "Limits", "Privacy and logging"; bodies as people report them.
 * Its 404 means a missing model only when nothing else is said; mostly no host is left that the account's settings allow.
 */
const openrouterRefusals: readonly RefusalRule[] = [
  {
    words: /data policy|guardrail restrictions|no allowed providers|all providers have been ignored/,
    means: 'no-host',
  },
  // The preset asks for something that none of the hosts can do.
  {
    words: /no endpoints found (?:that|which) (?:support|can handle)|no endpoints found .{0,40}parameters/,
    means: 'rejected',
  },
  { words: /no endpoints found|not a valid model/, means: 'not-found' },
  { words: /can only afford [1-9]/, means: 'unaffordable' },
  { words: /can only afford 0|requires more credits|insufficient credits/, means: 'payment' },
  { words: /key limit exceeded|monthly limit/, means: 'payment' },
  { status: 401, words: /no cookie auth|user not found|no auth credentials|invalid.{0,12}key|disabled/, means: 'auth' },
  // 403 is a guardrail or moderation here; a key without rights gets 401.
  { status: 403, words: /\bkey\b/, means: 'forbidden' },
  { status: 403, words: /./, means: 'refused' },
  { status: 403, code: /./, means: 'refused' },
  { status: 429, words: /per-day|per day|daily/, means: 'quota' },
  { words: /temporarily rate-limited upstream/, means: 'overloaded' },
];

/** Which of its many models think unasked is not for us to know. */
const UNASKED_THINKING_TOKENS = 2_048;

const Key = z.object({
  data: z.object({
    limit_remaining: z.number().nullish(),
    limit_reset: z.enum(['daily', 'weekly', 'monthly']).nullish().catch(null),
  }),
});

/** A key without a limit of its own tells nothing of its account's credit. Source: OpenRouter, "Get current API key". */
function readStanding(answer: unknown): KeyStanding | null {
  const { limit_remaining: left, limit_reset: renews = null } = Key.safeParse(answer).data?.data ?? {};
  return left === undefined || left === null ? null : { left, currency: 'USD', renews };
}

/** Source: OpenRouter API reference, "Chat completions", "Embeddings" and "Errors". */
export const openrouter = defineVendor({
  id: 'openrouter',
  label: 'OpenRouter',
  keyHint: 'sk-or-v1-…',
  keyForm: 'key',
  tellsCost: true,
  defaultModel: 'openrouter/auto',
  embedding: { model: 'openai/text-embedding-3-small', dimensions: 384, weight: 0.5, isFree: false },
  url: {
    variable: 'OPENROUTER_URL',
    usual: 'https://openrouter.ai/api/v1',
    meaning: 'up to and without /chat/completions',
  },
  operatorKey: { variable: 'OPENROUTER_API_KEY' },
  connect: ({ url, publicUrl }) =>
    openAiCompatible({
      baseUrl: url,
      parameters,
      maxTokensField: 'max_tokens',
      thinkingTokens: (wishes) => thinkingRoom(wishes, UNASKED_THINKING_TOKENS),
      refusals: openrouterRefusals,
      headers: { 'X-Title': 'Tzurot', ...(publicUrl !== null && { 'HTTP-Referer': publicUrl }) },
      // Nobody's preset is asked here, so the strictest wish holds: nothing is kept to train with.
      embeddings: { provider: { data_collection: 'deny' } },
      // The list of models answers everybody; this one tells about the key that asks.
      keyTestPath: '/key',
      readStanding,
    }),
});
