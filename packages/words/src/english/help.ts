/** `/help`. */
export const help = {
  'help.first-steps': 'First steps',
  'help.say-hello':
    '1. Say hello: write `@{{name}} hello` in any channel where I can answer, or in a direct message to me.',
  'help.no-characters':
    '1. There are no public characters yet: make one as in step 3, write `@`, its name and `hello`, and it answers.',
  'help.key':
    '2. Use your own key for a model with {{key}}: I store it encrypted and never show it again. Without one you use a free model, if whoever runs me offers one.',
  'help.create': '3. Make your own character with {{create}}, and tell characters who you are with {{profile}}.',
  'help.talking': 'Talking',
  'help.call': '- Start with **@{{name}}**, or reply to something {{name}} said.',
  'help.find': '- {{browse}} shows every character you can talk to.',
  'help.active': '- Where a character is active, it answers every message.',
  'help.several': '- You can call several characters in one message; they answer in turn.',
  'help.clear': '- {{clear}} lets you start fresh with a character. It still remembers you.',
  'help.more': 'What each command can do:',
  'help.and-more_one': '…and {{count}} more.',
  'help.and-more_other': '…and {{count}} more.',
} as const;
