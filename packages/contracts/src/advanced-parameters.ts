import { z } from 'zod';
import { Text } from './text.ts';

const unit = z.number().min(0).max(1);
const penalty = z.number().min(-2).max(2);

/**
 * What a preset may ask of a model. An absent key is not sent at all; it never means "off".
 * Each vendor says for every key whether it sends, renames or drops it.
 */
export const AdvancedParameters = z.strictObject({
  // sampling
  temperature: z.number().min(0).max(2).optional(),
  top_p: unit.optional(),
  top_k: z.number().int().min(0).max(1_000).optional(),
  min_p: unit.optional(),
  top_a: unit.optional(),
  typical_p: unit.optional(),
  frequency_penalty: penalty.optional(),
  presence_penalty: penalty.optional(),
  repetition_penalty: z.number().min(0).max(2).optional(),
  seed: z.number().int().min(0).max(2_147_483_647).optional(),
  // reasoning
  reasoning: z
    .strictObject({
      effort: z.enum(['off', 'minimal', 'low', 'medium', 'high', 'max']).optional(),
      max_tokens: z.number().int().min(1).max(128_000).optional(),
      show: z.boolean().optional(),
    })
    .optional(),
  // output
  max_tokens: z.number().int().min(1).max(128_000).optional(),
  stop: z.array(Text.min(1).max(64)).max(8).optional(),
  logit_bias: z.record(Text.max(32), z.number().min(-100).max(100)).optional(),
  response_format: z.enum(['text', 'json_object']).optional(),
  verbosity: z.enum(['low', 'medium', 'high']).optional(),
  // routing
  transforms: z.array(z.enum(['middle-out'])).optional(),
  route: z.enum(['fallback']).optional(),
  provider: z
    .strictObject({
      order: z.array(Text.min(1).max(64)).max(10).optional(),
      no_training: z.boolean().optional(),
    })
    .optional(),
});
export type AdvancedParameters = z.infer<typeof AdvancedParameters>;
export type AdvancedParameterKey = keyof AdvancedParameters;
export const ADVANCED_PARAMETER_KEYS = Object.keys(AdvancedParameters.shape) as AdvancedParameterKey[];
