import { escapeText } from '../escape-text.ts';
import type { Section } from '../section.ts';

/** What the staff of the server tells the model about this channel. */
export const instructions: Section = {
  id: 'instructions',
  zone: 'system',
  priority: 88,
  yields: 'never',
  write: ({ instructions: text }) =>
    text === null
      ? []
      : [{ text: `What the moderators of this server ask of every character here:\n${escapeText(text)}` }],
};
