/** What people do with a reply of a character: stop it, have it made again, or bring an earlier one back. */
export const replies = {
  'reply.unknown': "I don't have this message on record as a character's reply: it isn't one, or it's too old.",
  'reply.stop-menu': 'Stop',
  'reply.stopping': '**Stopped.** What was said so far stays.',
  'reply.nothing-to-stop': 'This reply is finished. There is nothing to stop.',
  'reply.stopped-mark': 'Stopped here by request.',
  'reply.regenerate-menu': 'Regenerate',
  'reply.swipe-menu': 'Swipe',
  'reply.regenerated': '**{{name}} answered again.** What came after it in the channel stays as it is.',
  'reply.brought-back': '**Switched.** What came after it in the channel stays as it is.',
  'reply.choose': 'Choose which reply of **{{name}}** stands. What came after it in the channel stays as it is.',
  'reply.only-one': 'There is only one reply so far. **Regenerate** asks the model for another one.',
  'reply.position': 'Reply {{position}} of {{total}}',
  'reply.previous': '‹ Previous',
  'reply.next': 'Next ›',
  'reply.busy': 'This reply is being written or changed right now. Wait until it is done.',
  'reply.takes-long': 'This takes a while. The message changes when it is done.',
  'reply.failed': "**Couldn't get another reply**, so the old one stays. {{reason}}",
  'reply.not-changed': 'Nothing came of it, so the reply stays as it was.',
  'reply.question-gone': 'The message it answers is gone, so there is nothing to answer again.',
  'reply.cap-mark':
    'You have used {{percent}} % of a cap on your {{vendor}} key. It starts again {{time}}; `/wallet cap` changes it.',
} as const;
