/** About presets. Facts: `vendor`, `model`. */
export const presets = {
  'preset.created': 'Preset created with default settings. Each **Edit** changes a part of it.',
  'preset.key-missing': 'You have no {{vendor}} key, so this preset is passed over until `/wallet set` has one.',
  'preset.model-unknown': "Saved, but {{vendor}} doesn't list a model called {{model}} for your key. Check its name.",
  'preset.model-similar': 'Did you mean {{similar}}?',
  'preset.model-unreachable': "Saved, but I couldn't reach {{vendor}} to check whether it has {{model}}.",
  'preset.dropped': "**Saved, but this model won't receive:**",
  'preset.unchecked': "Saved, but I couldn't check whether the model takes all of it.",
} as const;
