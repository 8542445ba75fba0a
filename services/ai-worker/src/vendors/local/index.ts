import { defineVendor } from '../define-vendor.ts';
import { openAiCompatible } from '../open-ai-compatible/index.ts';
import { dropped, type ParameterTable, renamed, sent, sentResponseFormat, sentStops } from '../parameter-table.ts';

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
  max_tokens: renamed('max_completion_tokens'),
  stop: sentStops(4),
  logit_bias: sent('logit_bias'),
  response_format: sentResponseFormat,
  verbosity: dropped('verbosity', UNKNOWN),
  transforms: dropped('transforms', 'Only OpenRouter changes prompts on the way.'),
  route: dropped('route', 'Only OpenRouter chooses routes.'),
  provider: dropped('provider', 'Only OpenRouter chooses among providers.'),
};

/** The models that run beside the bot, for development and for a first look. */
export const local = defineVendor({
  id: 'local',
  label: 'Local',
  create: ({ localModelUrl }) =>
    openAiCompatible({
      id: 'local',
      label: 'Local',
      needsKey: true,
      baseUrl: `${localModelUrl.replace(/\/+$/, '')}/v1`,
      parameters,
      embeddings: {},
      keyTestPath: '/models',
    }),
});
