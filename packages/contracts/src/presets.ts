import { z } from 'zod';
import { AdvancedParameters } from './advanced-parameters.ts';
import { defineJob } from './define-job.ts';
import { defineRoute } from './define-route.ts';
import { Id } from './ids.ts';
import { LIMITS } from './limits.ts';
import { patchOf } from './patch-of.ts';
import { rowsOf } from './rows.ts';
import { nameOf, Text } from './text.ts';

/** A model with the way it is asked. Ids of vendors and models are plain text, so that new ones need no migration. */
export const PresetDraft = z.object({
  name: nameOf(LIMITS.presetName),
  description: Text.trim().max(LIMITS.presetDescription).default(''),
  vendor: Text.min(1).max(LIMITS.vendorId),
  model: Text.trim().min(1).max(LIMITS.modelId),
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
export const DroppedParameter = z.object({ key: Text.max(64), reason: Text.max(300) });
export type DroppedParameter = z.infer<typeof DroppedParameter>;

/** The preset in force, and which tier chose it. */
export const EffectivePreset = z.object({
  source: z.enum(['user-character', 'user', 'character', 'guild', 'global', 'built-in', 'guest']),
  name: Text.max(LIMITS.presetName),
  vendor: Text.max(LIMITS.vendorId),
  model: Text.max(LIMITS.modelId),
  contextTokens: z.number().int(),
  parameters: AdvancedParameters,
});
export type EffectivePreset = z.infer<typeof EffectivePreset>;

const params = z.object({ presetId: Id });

export const createPreset = defineRoute({
  name: 'preset.create',
  method: 'POST',
  path: '/user/presets',
  body: PresetDraft.extend({ makeDefault: z.boolean().default(false) }),
  output: Preset,
});

/** Global presets and the caller's own. */
export const listPresets = defineRoute({
  name: 'preset.list',
  method: 'GET',
  path: '/user/presets',
  output: z.object({ items: rowsOf('preset', Preset) }),
});

export const getPreset = defineRoute({
  name: 'preset.get',
  method: 'GET',
  path: '/user/presets/:presetId',
  params,
  output: Preset,
});

export const updatePreset = defineRoute({
  name: 'preset.update',
  method: 'PATCH',
  path: '/user/presets/:presetId',
  params,
  body: PresetPatch,
  output: Preset,
});

/** What the caller talks with where nothing nearer chooses. `isDefault` false clears it. */
export const setPresetDefault = defineRoute({
  name: 'preset.set-default',
  method: 'POST',
  path: '/user/presets/:presetId/default',
  idempotent: true,
  params,
  body: z.object({ isDefault: z.boolean() }),
  output: Preset,
});

/** Which parameters of a preset its model will not receive, and whether its vendor has the model. */
export const checkPreset = defineJob({
  name: 'preset.check',
  queue: 'chores',
  input: z.object({
    vendor: Text.max(LIMITS.vendorId),
    model: Text.max(LIMITS.modelId),
    parameters: AdvancedParameters,
    /** The asker's own key, with which the vendor is asked for its models. */
    keyId: Id.optional(),
  }),
  output: z.object({
    dropped: z.array(DroppedParameter),
    /** `unchecked`: the vendor has no list, or nobody has a key to ask with. `unreachable`: it could not be asked. */
    model: z.enum(['known', 'unknown', 'unchecked', 'unreachable']).default('unchecked'),
    /** Names that may have been meant. */
    similar: z.array(Text.max(LIMITS.modelId)).max(10).default([]),
  }),
  timeoutMs: 10_000,
});
