import { openAiCompatible } from '../open-ai-compatible/index.ts';
import { dropped, type ParameterTable, sent, sentResponseFormat, sentStops } from '../parameter-table.ts';
import { defineVendor } from '../vendor.ts';

const UNKNOWN = 'Local models have no such parameter.';

/** What the local vendor's own description of a request names. */
const parameters: ParameterTable = {
  temperature: sent('temperature'),
  top_p: sent('top_p'),
  top_k: dropped('top_k', UNKNOWN),
  min_p: dropped('min_p', UNKNOWN),
  top_a: dropped('top_a', UNKNOWN),
  typical_p: dropped('typical_p', UNKNOWN),
  frequency_penalty: sent('frequency_penalty'),
  presence_penalty: sent('presence_penalty'),
  repetition_penalty: dropped('repetition_penalty', UNKNOWN),
  seed: sent('seed'),
  reasoning: dropped('reasoning', 'Local models think as much as their name says.'),
  stop: sentStops(4),
  logit_bias: sent('logit_bias'),
  response_format: sentResponseFormat,
  verbosity: dropped('verbosity', UNKNOWN),
  transforms: dropped('transforms', 'Only OpenRouter changes prompts on the way.'),
  route: dropped('route', 'Only OpenRouter chooses routes.'),
  provider: dropped('provider', 'Only OpenRouter chooses who runs a model.'),
};

/** The models that run beside the bot, for development and for a first look. */
export const local = defineVendor({
  id: 'local',
  label: 'Local',
  keyHint: 'local-…',
  keyForm: 'key',
  isToy: true,
  tellsCost: true,
  defaultModel: 'local/story',
  // It knows letters and not meaning: more weight makes what is found worse.
  embedding: { model: 'local/embed', dimensions: 384, weight: 0.2, isFree: true },
  url: { variable: 'LOCAL_MODEL_URL', usual: null, meaning: 'local-model, when it may answer people' },
  // Costs nobody anything, and local-model takes any key that looks like one of its own.
  operatorKey: { always: 'local-operator' },
  connect: ({ url }) =>
    openAiCompatible({
      baseUrl: `${url}/v1`,
      parameters,
      maxTokensField: 'max_completion_tokens',
      thinkingTokens: () => 0,
      refusals: [],
      embeddings: {},
      keyTestPath: '/models',
    }),
});
