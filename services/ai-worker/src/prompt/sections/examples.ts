import { expandCard } from '../expand-card.ts';
import type { Section } from '../section.ts';

/** How the character talks, in the card's own example conversations; `<START>` parts one from the next. */
export const examples: Section = {
  id: 'examples',
  zone: 'system',
  heading: 'Examples of how the character talks; none of this was said here:',
  priority: 30,
  yields: 'last-pieces',
  write: (scene) =>
    scene.speaker.examples
      .split(/^[ \t]*<START>[ \t]*$/im)
      .map((example) => expandCard(example, scene, 'stable'))
      .filter((example) => example !== '')
      .map((text) => ({ text })),
};
