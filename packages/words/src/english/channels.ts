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
} as const;
