/** Starting fresh with a character: `/history`. */
export const histories = {
  'history.cleared_one':
    "**You're starting fresh with {{name}}.**\nWhen you talk to {{name}}, nothing said before now is used ({{count}} line). Other people keep their conversations.\n{{name}} still remembers you: this hides the conversation, not the memories.\nYou can undo this once with `/history undo`.",
  'history.cleared_other':
    "**You're starting fresh with {{name}}.**\nWhen you talk to {{name}}, nothing said before now is used ({{count}} lines). Other people keep their conversations.\n{{name}} still remembers you: this hides the conversation, not the memories.\nYou can undo this once with `/history undo`.",
  'history.restored': '**{{name}} sees your conversation again**, {{reach}}. Its memories were never affected.',
  'history.from-the-start': 'from the very beginning',
  'history.since': 'back to {{time}}',
  'history.stats':
    '**{{name}} sees {{lines}} of what you said to each other**, {{reach}}. {{hidden}} from before are kept, but not used.',
  'history.channel-reset':
    '**Everybody starts fresh in this channel.**\nNothing said here before now is used by any character, and nothing is deleted: `/history reset undo:True` takes it back. Characters still remember people.',
  'history.channel-restored': '**What was said in this channel counts again**, from the very beginning.',
} as const;
