import { escapeText } from '../escape-text.ts';
import { expandCard } from '../expand-card.ts';
import type { Section } from '../section.ts';
import { writeAround } from './lore.ts';

/** What the character is to keep in mind, each note at its depth in the chat. */
export const authorNotes: Section = {
  id: 'author-notes',
  zone: 'chat',
  priority: 93,
  yields: 'last-pieces',
  write: (scene) =>
    scene.notes.map(({ text, depth, role }, index) => {
      const own = expandCard(text, scene);
      const expanded = index === 0 ? writeAround(own, scene) : own;
      return {
        // Under the header of nobody it would read as somebody's words.
        text: role === 'user' ? `[Note, said by nobody: ${escapeText(expanded)}]` : expanded,
        zone: { chat: depth, role },
      };
    }),
};
