/** Why a turn never reached a model. Facts: those of `Refusal` in the contracts. */
export const refusals = {
  'refusal.character-gone': "{{name}} isn't available any more, so nobody answers this.",
  'refusal.bring-key': 'Use my own key',
  'refusal.no-key':
    '{{name}} needs a model to answer. Add your own key with `/wallet set`, then send your message again.',
  'refusal.no-key-for':
    '{{name}} needs a model to answer. Add your own key with `/wallet set` ({{vendors}}), then send your message again.',
  'refusal.change-cap': 'Change the cap',
  'refusal.cap-reached':
    '{{name}} stays silent because your {{vendor}} key has reached the cap you set: {{cap}}. It starts again {{time}}; `/wallet cap` changes it.',
  'refusal.guest-share-person':
    "You've had your {{limit}} free replies for today. They start again {{time}}. With a key of your own there's no such limit: `/wallet set`.",
  'refusal.guest-share-server':
    'This server has had its {{limit}} free replies for today. They start again {{time}}. With a key of your own you can go on now: `/wallet set`.',
  'cap.usd': '${{amount}}',
  'cap.tokens_one': '{{count}} token',
  'cap.tokens_other': '{{count}} tokens',
  'cap.per-day': '{{amount}} per day',
  'cap.per-month': '{{amount}} per month',
  'refusal.too-many-attempts_one':
    '{{name}} tried {{count}} time to answer this, and it failed. Send your message again in a few minutes.',
  'refusal.too-many-attempts_other':
    '{{name}} tried {{count}} times to answer this, and it failed each time. Send your message again in a few minutes.',
} as const;
