/** What the bot itself says when a message gets no turn. */
export const inbound = {
  'inbound.cannot-answer':
    "I can't answer in {{place}}: I don't have the permission **{{permission}}** there. Whoever runs the server can give it to me.",
  'inbound.this-channel': 'this channel',
  'inbound.too-fast': 'That was a lot at once, so this message gets no reply. Ask again in {{seconds}} s.',
  'inbound.too-fast-earlier': 'That was a lot at once, so this message got no reply. Ask again and it gets one.',
  'inbound.not-accepted': 'Something failed on my side, and this message gets no reply. Please send it again.',
  'inbound.missed_one':
    'I was away, and {{count}} message to a character here was too old to answer when I came back ({{when}}).',
  'inbound.missed_other':
    'I was away, and {{count}} messages to characters here were too old to answer when I came back (the last one {{when}}).',
  'inbound.missed-answer': 'Answer now',
  'inbound.missed-answered': 'Answering what I missed.',
  'inbound.missed-gone': 'There is nothing left to answer. Write again and you get a reply.',
  'inbound.unanswered':
    "{{name}} couldn't answer your message {{link}} in time: something was down for too long. Please send it again.",
  'inbound.unanswered-because':
    "{{name}} couldn't answer your message {{link}}, and Discord didn't let me say so there. This is why:",
  'inbound.nowhere': "{{name}} couldn't answer your message {{link}}: Discord doesn't let characters post there now.",
  'inbound.undelivered':
    "{{name}} answered your message {{link}}, but Discord didn't let the reply be posted there. Here it is:",
  'inbound.undelivered-elsewhere':
    "{{name}} answered a message of yours, {{link}}, but Discord didn't let the reply be posted there, and your DMs are closed.",
  'inbound.undelivered-show': 'Read the reply',
  'inbound.undelivered-reply': '{{name}} answered:',
  'inbound.undelivered-not-yours': 'Only the person who asked for this reply can read it.',
  'inbound.undelivered-gone': 'This reply is gone. Write again and you get a new one.',
  'inbound.too-many_one': 'One message can call {{count}} character. The first one answers.',
  'inbound.too-many_other': 'One message can call {{count}} characters. The first {{count}} answer.',
} as const;
