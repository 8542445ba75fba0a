import { defineVendor } from '../define-vendor.ts';
import { openAiCompatible } from '../open-ai-compatible/index.ts';
import { dropped, type ParameterTable, sent, sentResponseFormat, sentStops } from '../parameter-table.ts';

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
  max_tokens: sent('max_tokens'),
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

/** Source: OpenRouter API reference, "Chat completions", "Embeddings" and "Errors". */
export const openrouter = defineVendor({
  id: 'openrouter',
  label: 'OpenRouter',
  create: ({ openrouterUrl, publicUrl }) =>
    openAiCompatible({
      id: 'openrouter',
      label: 'OpenRouter',
      needsKey: true,
      baseUrl: openrouterUrl,
      parameters,
      headers: { 'X-Title': 'Tzurot', ...(publicUrl !== null && { 'HTTP-Referer': publicUrl }) },
      // Nobody's preset is asked here, so the strictest wish holds: nothing is kept to train with.
      embeddings: { provider: { data_collection: 'deny' } },
      // The list of models answers everybody; this one tells about the key that asks.
      keyTestPath: '/key',
      // 403 is a guardrail or moderation here; a key without rights gets 401.
      explain: ({ status }) => (status === 403 ? 'refused' : null),
    }),
});
