/** How the bot is doing, for its operator: `/admin health`. */
export const status = {
  'status.all-well': 'Everything is working',
  'status.not-well': "Something isn't working",
  'status.websocket': "- Discord's websocket: {{state}}",
  'status.no-heartbeat': 'no heartbeat yet',
  'status.gateway': '- Gateway: {{state}}',
  'status.queue': '- Queue: {{state}}',
  'status.shared-state': '- Shared state: {{state}}',
  'status.pictures': '- Character pictures: {{state}}',
  'status.database': '- Database: {{state}}, with vector search',
  'status.database-without-vectors':
    '- Database: {{state}}, without vector search: memories are found by their words only',
  'status.counts': '- {{characters}}, {{users}}, {{turns}}',
  'status.damaged-rows': '- **{{rows}}** left out of lists:',
  'status.no-answer': '**no answer** ({{problem}})',
  'status.pictures-unknown': 'no worker has reported recently',
  'status.pictures-none': '**none**, because {{problem}}',
  'status.pictures-public-url': 'served from `PUBLIC_URL`',
  'status.pictures-asset-channel': 'uploaded to the channel `ASSET_CHANNEL_ID`',
  'status.encryption-key_one': '- Encryption: {{count}} secret under the key {{key}}',
  'status.encryption-key_other': '- Encryption: {{count}} secrets under the key {{key}}',
  'status.older-encryption-key_one':
    '  - **{{count}} secret still under {{key}}**: leave that key in `ENCRYPTION_KEYS`',
  'status.older-encryption-key_other':
    '  - **{{count}} secrets still under {{key}}**: leave that key in `ENCRYPTION_KEYS`',
} as const;
