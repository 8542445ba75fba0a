/** What things are called inside other sentences. */
export const nouns = {
  'noun.choice': 'choice',
  'noun.character': 'character',
  'noun.deleted-character': 'deleted character',
  'noun.lorebook': 'lorebook',
  'noun.lore-entry': 'lore entry',
  'noun.persona': 'profile',
  'noun.rule': 'rule',
  'noun.preset': 'preset',
  'noun.role': 'role',
  'noun.server': 'server',
  'noun.system-prompt': 'system prompt',
} as const;
