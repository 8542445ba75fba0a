import { escapeInline, escapeListItem } from '../escape-text.ts';
import { personLabel } from '../person-label.ts';
import type { Section } from '../section.ts';

/** Who speaks to the character now, in the words of their persona. */
export const people: Section = {
  id: 'people',
  zone: 'context',
  heading: 'Who speaks now:',
  priority: 80,
  yields: 'last-pieces',
  write({ persona, trigger }) {
    if (trigger.kind === 'chime-in') return [];
    const pronouns = escapeInline(persona.pronouns);
    const about = escapeListItem(persona.about);
    if (pronouns === '' && about === '') return [];
    const name = `${escapeInline(persona.name)} (${personLabel(trigger.author.id)})`;
    return [{ text: `- ${name}${pronouns && `, pronouns ${pronouns}`}${about && `. ${about}`}` }];
  },
};
