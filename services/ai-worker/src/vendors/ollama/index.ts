import { defineVendor } from '../define-vendor.ts';
import { openAiCompatible } from '../open-ai-compatible/index.ts';
import { dropped, type ParameterTable, sent, sentResponseFormat, sentStops } from '../parameter-table.ts';

const MODELFILE = "Ollama's compatible interface does not take it; set it in the model's Modelfile.";
/** Ollama knows three efforts and none. */
const EFFORTS = { off: 'none', minimal: 'low', low: 'low', medium: 'medium', high: 'high', max: 'high' } as const;
const ROUTING = 'Only OpenRouter chooses routes and vendors.';

/** Source: Ollama, "OpenAI compatibility", supported request fields of `/v1/chat/completions`. */
const parameters: ParameterTable = {
  temperature: sent('temperature'),
  top_p: sent('top_p'),
  top_k: dropped('top_k', MODELFILE),
  min_p: dropped('min_p', MODELFILE),
  top_a: dropped('top_a', 'Ollama has no such parameter.'),
  typical_p: dropped('typical_p', MODELFILE),
  frequency_penalty: sent('frequency_penalty'),
  presence_penalty: sent('presence_penalty'),
  repetition_penalty: dropped('repetition_penalty', MODELFILE),
  seed: sent('seed'),
  reasoning: ({ effort, max_tokens, show }) => ({
    fields: effort === undefined ? {} : { reasoning_effort: EFFORTS[effort] },
    dropped: [
      ...(max_tokens !== undefined
        ? [{ key: 'reasoning.max_tokens', reason: 'Ollama takes an effort, not a number of tokens.' }]
        : []),
      ...(show !== undefined ? [{ key: 'reasoning.show', reason: 'Ollama always gives reasoning apart.' }] : []),
    ],
  }),
  max_tokens: sent('max_tokens'),
  stop: sentStops(8),
  logit_bias: dropped('logit_bias', 'Ollama has no such parameter.'),
  response_format: sentResponseFormat,
  verbosity: dropped('verbosity', 'Ollama has no such parameter.'),
  transforms: dropped('transforms', ROUTING),
  route: dropped('route', ROUTING),
  provider: dropped('provider', ROUTING),
};

/** Models on the operator's own machine; offered when the operator says where. */
export const ollama = defineVendor({
  id: 'ollama',
  label: 'Ollama',
  create: ({ ollamaUrl }) =>
    ollamaUrl === null
      ? null
      : openAiCompatible({
          id: 'ollama',
          label: 'Ollama',
          needsKey: false,
          baseUrl: `${ollamaUrl.replace(/\/+$/, '')}/v1`,
          parameters,
          embeddings: null,
          keyTestPath: '/models',
        }),
});
