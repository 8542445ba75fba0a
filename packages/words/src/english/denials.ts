/** Why somebody or something is kept out by whoever runs the bot. */
export const denials = {
  'denied.person': "You can't use this bot.",
  'denied.server': "This bot doesn't answer in this server.",
  'denied.channel': "This bot doesn't answer in this channel.",
  'denied.character': "This character doesn't answer at the moment.",
  'denied.no-reason': 'Whoever runs it gave no reason.',
  'denied.reason': 'Reason: {{reason}}',
  'denied.until': 'This ends {{time}}.',
} as const;
