/**
 * Why a model gave no reply: by the vendor's problem, once for a person who pays with their own key, once for a guest, who can
 * change neither the operator's account nor a preset. Facts: `vendor`, `model`, `preset`, `until` (with a blank before it), `seconds`.
 */
export const failures = {
  'failure.auth.own': "{{vendor}} doesn't accept your key. Set another one with `/wallet set`.",
  'failure.auth.guest':
    "{{vendor}} doesn't accept the key of this bot's operator. Use your own key with `/wallet set`, or tell the operator.",
  'failure.forbidden.own':
    "{{vendor}} knows your key, but it isn't allowed to use {{model}}. Check the key's permissions at {{vendor}}.",
  'failure.forbidden.guest': "The operator's key at {{vendor}} isn't allowed to use {{model}}.",
  'failure.region.own':
    "{{vendor}} doesn't serve the country this bot runs in. Use another vendor, such as OpenRouter, which passes requests on.",
  'failure.region.guest': "{{vendor}} doesn't serve the country this bot runs in. Tell the operator.",
  'failure.payment.own':
    'Your account at {{vendor}} has no credit left, or has reached its spending limit. Top it up there, or set another key with `/wallet set`.',
  'failure.payment.guest': "The operator's account at {{vendor}} has no credit left.",
  'failure.unaffordable.own':
    'Your account at {{vendor}} has too little credit for the longest reply that the preset {{preset}} allows. Lower max_tokens, or top up your account.',
  'failure.unaffordable.guest': "The operator's account at {{vendor}} has too little credit left for this reply.",
  'failure.rate-limit.own':
    '{{vendor}} limits how often your key can ask for {{model}}{{until}}. Send your message again then.',
  'failure.rate-limit.guest': '{{vendor}} limits how often guests can ask{{until}}. Send your message again then.',
  'failure.quota.own': 'Your key has used up its allowance at {{vendor}}{{until}}.',
  'failure.quota.guest': 'Guests have used up the allowance at {{vendor}}{{until}}.',
  'failure.not-found.own': '{{vendor}} has no model {{model}}.',
  'failure.not-found.guest': '{{vendor}} has no model {{model}}. Tell the operator.',
  'failure.no-host.own':
    'The privacy settings of your account at {{vendor}}, or the routing in your preset, rule out everyone who runs {{model}}. Change them at https://openrouter.ai/settings/privacy.',
  'failure.no-host.guest':
    "The privacy settings of the operator's account at {{vendor}} rule out everyone who runs {{model}}. Tell the operator.",
  'failure.refused.own': "{{vendor}}'s content rules kept {{model}} from answering. Try saying it differently.",
  'failure.refused.guest': "{{vendor}}'s content rules kept {{model}} from answering. Try saying it differently.",
  'failure.too-long.own':
    'The conversation is longer than {{model}} accepts. Lower the window of your preset, or start over with `/history clear`.',
  'failure.too-long.guest': 'The conversation is longer than {{model}} accepts. Start over with `/history clear`.',
  'failure.rejected.own': "{{vendor}} didn't accept the request with the parameters of the preset {{preset}}.",
  'failure.rejected.guest': "{{vendor}} didn't accept the request. Tell the operator.",
  'failure.nothing-left': '{{model}} answered, but nothing in its answer was a reply. Send your message again.',
  'failure.cut.length': 'Cut off: {{model}} reached its limit for one reply.',
  'failure.cut.filtered': 'Cut off: a content filter stopped {{model}}.',
  'failure.cut.failed': 'Cut off: {{model}} stopped answering in the middle.',
  'failure.empty.own': '{{model}} answered twice without any text. Send your message again.',
  'failure.empty.guest': '{{model}} answered twice without any text. Send your message again.',
  'failure.thought-only.own':
    '{{model}} used its whole token limit for thinking and never started its reply. Raise max_tokens, or lower the reasoning effort.',
  'failure.thought-only.guest':
    '{{model}} used its whole token limit for thinking and never started its reply. Send your message again.',
  'failure.timeout.own': "{{model}} didn't answer within {{seconds}} seconds. Send your message again.",
  'failure.timeout.guest': "{{model}} didn't answer within {{seconds}} seconds. Send your message again.",
  'failure.overloaded.own':
    '{{vendor}} has more requests for {{model}} than it can handle right now. Send your message again in a few minutes.',
  'failure.overloaded.guest':
    '{{vendor}} has more requests for {{model}} than it can handle right now. Send your message again in a few minutes.',
  'failure.down.own': "{{vendor}} is down or can't be reached right now. Send your message again in a few minutes.",
  'failure.down.guest': "{{vendor}} is down or can't be reached right now. Send your message again in a few minutes.",
  'failure.address.own':
    "I can't call the address in your wallet: it has to be a public https address. Set another one with `/wallet set`.",
  'failure.address.guest': "I can't call the operator's address for {{vendor}}. Tell the operator.",

  // Before the small print, by a character without an error message of its own.
  'failure.cannot-answer': "*{{name}} can't answer right now.*",

  // What else helps, by what the reader can change.
  'failure.advice.edit': 'You can change the preset {{preset}} with `/preset edit`.',
  'failure.advice.create': 'You can use a preset of your own instead: `/preset create`.',
  'failure.advice.own-key': 'You can use your own key with `/wallet set`.',

  'failure.until': ' until {{time}}',
  'failure.for-a-while': ' for a while',
  'failure.vendor-not-offered': "The preset {{preset}} uses the vendor {{vendor}}, which this bot doesn't offer.",
  'failure.window-too-small':
    'The character and this message need more than the {{tokens}} tokens of the preset {{preset}}.',
} as const;
