/** What the bot says when somebody turns to it and not to a character. */
export const welcome = {
  'welcome.hello': "## Hi, I'm {{bot}}",
  'welcome.about':
    'I bring AI characters into Discord. Write `@{{example}} hello` to talk to one, reply to what it says, or press a name:',
  'welcome.about-empty': 'I bring AI characters into Discord. There are none yet, so make the first:',
  'welcome.talk': 'Talk to {{name}}',
  'welcome.more': 'More characters',
  'welcome.key': 'Use my own key',
  'welcome.whose-key':
    'Whose key do you have? It is stored encrypted, never shown again, and used only when you talk to characters.',
  'welcome.create': 'Make a character',
  'welcome.help': '-# `/help` lists everything I can do.',
  'welcome.form-title': 'Talk to {{name}}',
  'welcome.form-message': 'Your message',
  'welcome.form-placeholder': 'Hello!',
  'welcome.near-miss': 'Did you mean **{{name}}**?',
  'welcome.near-miss-ask': 'Ask {{name}}',
  'welcome.near-miss-asked': 'Asked **{{name}}**.',
  'welcome.near-miss-not-yours': 'Only the person who wrote the message can answer this.',
  'welcome.near-miss-gone': 'I can no longer see that message. Write it again.',
} as const;
