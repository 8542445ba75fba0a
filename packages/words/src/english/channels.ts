/** Characters that answer in a channel without being called: `/channel`. */
export const channels = {
  'channel.activated-public':
    '**{{name}} now answers every message in {{channel}}.** A message that calls another character is answered by that one. `/channel settings` says who answers when several are active; `/channel deactivate` ends this.',
  'channel.activated-private':
    "**{{name}} now answers every message of yours in {{channel}}.** It's private, so it doesn't answer anybody else; `/character edit` makes it public. A message that calls another character is answered by that one. `/channel deactivate` ends this.",
  'channel.also-active': 'Also active here: {{names}}.',
  'channel.deactivated': 'In {{channel}} these now answer only when somebody calls them: **{{names}}**.',
  'channel.still-active': 'Still active: {{names}}.',
  'channel.was-not-active': 'No such character was active in {{channel}}, so nothing changed.',
  'channel.list-title': 'Channels of this server',
  'channel.none-set':
    'No character is active in any channel of this server, and none has instructions. `/channel activate` lets one answer everything.',
  'channel.has-instructions': 'instructions',
  'channel.who-title': 'Who answers in {{channel}}',
  'channel.nobody-here':
    'Nobody answers in {{channel}} without being called. `/channel activate` changes that; everybody can call a character with `@` and its name.',
  'channel.private-here': 'private, so it hears only its owner and people they added',
  'channel.from-parent': '-# They are active in {{channel}}, and threads have the characters of their channel.',
  'channel.instructions': 'Instructions',
  'channel.instructions-hint': 'Such as: this is the inn of our village; keep replies short.',
  'channel.instructions-title': 'Instructions for {{channel}}',
  'channel.instructions-about':
    'Every character that answers here is told this. Threads have those of their channel, and channels those of their category, unless they have their own.',
} as const;
