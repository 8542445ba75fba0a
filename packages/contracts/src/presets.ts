import { z } from 'zod';
import { AdvancedParameters } from './advanced-parameters.ts';
import { defineJob } from './define-job.ts';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake } from './ids.ts';
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

/**
 * Where a preset is chosen, the nearest to a turn first. A channel goes before the character's own: whoever sets one for a
 * place means everybody who speaks there.
 */
export const PRESET_TIERS = ['user-character', 'user', 'channel', 'character', 'guild', 'global'] as const;
export const PresetTier = z.enum(PRESET_TIERS);
export type PresetTier = z.infer<typeof PresetTier>;

/** The preset in force, and which tier chose it. */
export const EffectivePreset = z.object({
  source: z.enum([...PRESET_TIERS, 'built-in', 'guest']),
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

/** Deletes one of the caller's presets, or for operators a global one. Whatever it was chosen for falls back to the next tier. */
export const deletePreset = defineRoute({
  name: 'preset.delete',
  method: 'DELETE',
  path: '/user/presets/:presetId',
  params,
  output: z.object({ name: Text }),
});

/** Makes a preset of the bot's own, which everybody may use. */
export const createGlobalPreset = defineRoute({
  name: 'preset.create-global',
  method: 'POST',
  path: '/operator/presets',
  body: PresetDraft,
  output: Preset,
});

/** One preset that was chosen somewhere. */
const Chosen = z.object({
  /** `guest`: for people without a usable key. */
  tier: z.enum([...PRESET_TIERS, 'guest']),
  /** Null where it is somebody else's own, of which no more is told than its name. */
  presetId: Id.nullable(),
  name: Text.max(LIMITS.presetName),
  vendor: Text.max(LIMITS.vendorId),
  model: Text.max(LIMITS.modelId),
  /** The caller can use it: they have a key for its vendor, or need none. */
  isUsable: z.boolean(),
});

/**
 * What is chosen for the caller, with a character and here where these are named: nearest first, without tiers in which
 * nothing is chosen. The first usable one is in force.
 */
export const listPresetChoices = defineRoute({
  name: 'preset-choice.list',
  method: 'GET',
  path: '/user/preset-choices',
  query: z.object({ characterId: Id.optional(), channelId: Snowflake.optional() }),
  output: z.object({
    items: rowsOf('preset', Chosen),
    /** What a turn would use; null when nothing can be used. */
    effective: EffectivePreset.pick({ source: true, name: true, vendor: true, model: true }).nullable(),
  }),
});

/** What the caller chose for single characters. */
export const listCharacterPresets = defineRoute({
  name: 'preset-choice.list-by-character',
  method: 'GET',
  path: '/user/character-presets',
  output: z.object({
    items: rowsOf(
      'user character',
      z.object({ characterId: Id, characterName: Text, presetId: Id, presetName: Text, model: Text }),
    ),
  }),
});

const choice = { presetId: Id.nullable() };
const chosenOutput = z.object({
  /** Null when the choice was taken back. */
  presetName: Text.nullable(),
  /** What it was chosen for; null where that has no name. */
  characterName: Text.nullable().default(null),
});

/**
 * Chooses a preset for the caller, for the caller with one character, or, for its owner, as that character's own; null takes
 * the choice back. @throws `invalid-input` without the character that the tier is about
 */
export const choosePreset = defineRoute({
  name: 'preset-choice.set',
  method: 'PUT',
  path: '/user/preset-choices/:tier',
  params: z.object({ tier: z.enum(['user', 'user-character', 'character']) }),
  body: z.object({ ...choice, characterId: Id.optional() }),
  output: chosenOutput,
});

/** The same for the caller's server, or one of its channels. */
export const chooseServerPreset = defineRoute({
  name: 'preset-choice.set-staff',
  method: 'PUT',
  path: '/staff/preset-choices/:tier',
  params: z.object({ tier: z.enum(['guild', 'channel']) }),
  body: z.object({ ...choice, channelId: Snowflake.optional() }),
  output: chosenOutput,
});

/** The same for everybody: with a usable key, or as guests. Only global presets can be chosen. */
export const chooseGlobalPreset = defineRoute({
  name: 'preset-choice.set-operator',
  method: 'PUT',
  path: '/operator/preset-choices/:tier',
  params: z.object({ tier: z.enum(['global', 'guest']) }),
  body: z.object(choice),
  output: chosenOutput,
});

/** Where one preset is chosen, as far as it concerns the caller and the server they are in. */
export const listPresetUses = defineRoute({
  name: 'preset.list-uses',
  method: 'GET',
  path: '/user/presets/:presetId/uses',
  params,
  output: z.object({
    isDefault: z.boolean(),
    /** The caller's own choice with these characters. */
    withCharacters: z.array(Text),
    /** Characters of the caller's that bring it. */
    ofCharacters: z.array(Text),
    /** Of the caller's server. */
    channelIds: z.array(Snowflake),
    isServerDefault: z.boolean(),
    isGlobalDefault: z.boolean(),
    isFreeDefault: z.boolean(),
  }),
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

/** A model as its vendor lists it; null where the vendor does not say. */
export const ModelFacts = z.object({
  id: Text.min(1).max(LIMITS.modelId),
  label: Text.max(200).nullable().default(null),
  contextTokens: z.number().int().positive().max(100_000_000).nullable().default(null),
  /** In US dollars per million tokens. */
  promptUsd: z.number().min(0).max(1_000_000).nullable().default(null),
  completionUsd: z.number().min(0).max(1_000_000).nullable().default(null),
  seesPictures: z.boolean().nullable().default(null),
  usesTools: z.boolean().nullable().default(null),
  reasons: z.boolean().nullable().default(null),
});
export type ModelFacts = z.infer<typeof ModelFacts>;

/** The models that a vendor offers at the moment. */
export const listModels = defineJob({
  name: 'model.list',
  queue: 'chores',
  input: z.object({
    vendor: Text.max(LIMITS.vendorId),
    /** The asker's own key, with which the vendor is asked. */
    keyId: Id.optional(),
  }),
  output: z.object({
    /** `unavailable`: the vendor has no list, nobody has a key to ask with, or it could not be asked. */
    state: z.enum(['listed', 'unavailable']),
    models: rowsOf('model', ModelFacts),
  }),
  timeoutMs: 10_000,
});
