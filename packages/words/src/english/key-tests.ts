/** What a vendor said of a key, for its owner. Facts: `vendor`. */
export const keyTests = {
  'key-test.accepted': '{{vendor}} accepts the key.',
  'key-test.credit': '{{vendor}} accepts the key. Credit left: {{left}} {{currency}}.',
  'key-test.limit-daily': '{{vendor}} accepts the key. Left of its daily limit: {{left}} {{currency}}.',
  'key-test.limit-weekly': '{{vendor}} accepts the key. Left of its weekly limit: {{left}} {{currency}}.',
  'key-test.limit-monthly': '{{vendor}} accepts the key. Left of its monthly limit: {{left}} {{currency}}.',
  'key-test.limited':
    '{{vendor}} knows the key, but its account is out of credit, over a limit, or has few permissions. It may not answer yet.',
  'key-test.rejected':
    "{{vendor}} doesn't accept this key. Copy all of it from {{vendor}} again, or make a new one there.",
  'key-test.address': "I can't call this address: it has to be a public https address.",
  'key-test.unreachable': "Couldn't reach {{vendor}} to check this key. Try again in a few minutes.",
  'key-test.not-offered': "This bot doesn't offer {{vendor}}, so the key can't be tested.",
  'key-test.gone': "That key isn't in your wallet any more.",
} as const;
