/** Why a turn never reached a model. Facts: those of `Refusal` in the contracts. */
export const refusals = {
  'refusal.character-gone': "{{name}} isn't available any more, so nobody answers this.",
  'refusal.bring-key': 'Use my own key',
  'refusal.no-key':
    '{{name}} needs a model to answer. Add your own key with `/wallet set`, then send your message again.',
  'refusal.no-key-for':
    '{{name}} needs a model to answer. Add your own key with `/wallet set` ({{vendors}}), then send your message again.',
  'refusal.too-many-attempts_one':
    '{{name}} tried {{count}} time to answer this, and it failed. Send your message again in a few minutes.',
  'refusal.too-many-attempts_other':
    '{{name}} tried {{count}} times to answer this, and it failed each time. Send your message again in a few minutes.',
} as const;
