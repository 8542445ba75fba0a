import { z } from 'zod';
import { defineRoute } from '../define-route.ts';
import { Preset, PresetDraft, PresetPatch } from '../entities/preset.ts';
import { Id } from '../ids.ts';

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
  output: z.object({ items: z.array(Preset) }),
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
