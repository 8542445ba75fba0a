import type { RefusalRule } from '../explain-failure.ts';
import { openAiCompatible } from '../open-ai-compatible/index.ts';
import { dropped, type ParameterTable, sent, sentResponseFormat, sentStops, thinkingRoom } from '../parameter-table.ts';
import { defineVendor } from '../vendor.ts';

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
  stop: sentStops(8),
  logit_bias: dropped('logit_bias', 'Ollama has no such parameter.'),
  response_format: sentResponseFormat,
  verbosity: dropped('verbosity', 'Ollama has no such parameter.'),
  transforms: dropped('transforms', ROUTING),
  route: dropped('route', ROUTING),
  provider: dropped('provider', ROUTING),
};

/**
 * Source: the messages in Ollama's own server.
 * Bodies: `{"error":{"message":"model \"x\" not found, try pulling it first","type":"api_error"}}`.
 */
const ollamaRefusals: readonly RefusalRule[] = [
  { words: /not found, try pulling it first/, means: 'not-found' },
  { words: /requires more system memory|unable to load|llama runner process/, means: 'overloaded' },
  { words: /server busy|maximum pending requests/, means: 'overloaded' },
  { words: /does not support (?:chat|generate)/, means: 'not-found' },
];

/** Qwen, DeepSeek and others think unless told not to. */
const UNASKED_THINKING_TOKENS = 2_048;

/** Models on the operator's own machine; offered when the operator says where. */
export const ollama = defineVendor({
  id: 'ollama',
  label: 'Ollama',
  keyHint: 'no key',
  keyForm: 'none',
  // Which models an Ollama has is its operator's choice.
  defaultModel: 'llama3.2',
  url: { variable: 'OLLAMA_URL', usual: null, meaning: "the operator's Ollama, such as http://127.0.0.1:11434" },
  operatorKey: null,
  connect: ({ url }) =>
    openAiCompatible({
      baseUrl: `${url}/v1`,
      parameters,
      maxTokensField: 'max_tokens',
      thinkingTokens: (wishes) => thinkingRoom(wishes, UNASKED_THINKING_TOKENS),
      refusals: ollamaRefusals,
      embeddings: null,
      keyTestPath: '/models',
    }),
});
