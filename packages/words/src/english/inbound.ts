/** What the bot itself says when a message gets no turn. */
export const inbound = {
  'inbound.cannot-answer':
    "I can't answer in {{place}}: I don't have the permission **{{permission}}** there. Whoever runs the server can give it to me.",
  'inbound.this-channel': 'this channel',
  'inbound.too-fast': 'That was a lot at once, so this message gets no reply. Ask again in {{seconds}} s.',
  'inbound.too-fast-earlier': 'That was a lot at once, so this message got no reply. Ask again and it gets one.',
  'inbound.not-accepted': 'Something failed on my side, and this message gets no reply. Please send it again.',
  'inbound.too-many_one': 'One message can call {{count}} character. The first one answers.',
  'inbound.too-many_other': 'One message can call {{count}} characters. The first {{count}} answer.',
} as const;
