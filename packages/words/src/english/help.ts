/** `/help`. */
export const help = {
  'help.first-steps': 'First steps',
  'help.say-hello':
    '1. Say hello: write `@{{name}} hello` in any channel where I can answer, or in a direct message to me.',
  'help.no-characters':
    '1. There are no public characters yet: make one as in step 3, write `@`, its name and `hello`, and it answers.',
  'help.key':
    '2. Use your own key for a model with `/wallet set`: I store it encrypted and never show it again. Without one you use a free model, if whoever runs me offers one.',
  'help.create':
    '3. Make your own character with `/character create`, and tell characters who you are with `/me profile create`.',
  'help.talking': 'Talking',
  'help.call': '- Start with **@{{name}}**, or reply to something {{name}} said.',
  'help.active': '- Where a character is active, it answers every message. You can also use `/character chat`.',
  'help.several': '- You can call several characters in one message; they answer in turn.',
  'help.clear': '- `/history clear` lets you start fresh with a character. It still remembers you.',
  'help.commands': 'Commands',
} as const;
