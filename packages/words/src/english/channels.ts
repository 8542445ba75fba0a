/** Characters that answer every message of a channel: `/channel`. */
export const channels = {
  'channel.activated-public':
    '**{{name}} now answers every message in {{channel}}.** A message that calls another character is answered by that one. `/channel deactivate` ends this.',
  'channel.activated-private':
    "**{{name}} now answers every message of yours in {{channel}}.** It's private, so it doesn't answer anybody else; `/character edit` makes it public. A message that calls another character is answered by that one. `/channel deactivate` ends this.",
  'channel.deactivated': '**{{name}} now answers in {{channel}} only when somebody calls it.**',
  'channel.was-not-active': 'No character was active in {{channel}}, so nothing changed.',
} as const;
