import { z } from 'zod';
import { AdvancedParameters } from '../advanced-parameters.ts';
import { Id } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { patchOf } from '../patch-of.ts';

/** A model with the way it is asked. Ids of vendors and models are plain text, so that new ones need no migration. */
export const PresetDraft = z.object({
  name: z.string().trim().min(1).max(LIMITS.presetName),
  description: z.string().trim().max(LIMITS.presetDescription).default(''),
  vendor: z.string().min(1).max(LIMITS.vendorId),
  model: z.string().trim().min(1).max(LIMITS.modelId),
  /** The window that prompt and reply share, in tokens. */
  contextTokens: z.number().int().min(1_024).max(2_000_000).default(16_384),
  parameters: AdvancedParameters.default({}),
});
export type PresetDraft = z.infer<typeof PresetDraft>;

export const Preset = PresetDraft.extend({
  id: Id,
  isGlobal: z.boolean(),
  isMine: z.boolean(),
  /** The caller's own default. */
  isDefault: z.boolean(),
});
export type Preset = z.infer<typeof Preset>;

export const PresetPatch = patchOf(PresetDraft.shape);
export type PresetPatch = z.infer<typeof PresetPatch>;

/** A parameter that a model will not receive, and why. */
export const DroppedParameter = z.object({ key: z.string().max(64), reason: z.string().max(300) });
export type DroppedParameter = z.infer<typeof DroppedParameter>;
