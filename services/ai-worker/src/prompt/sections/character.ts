import { escapeInline } from '../escape-text.ts';
import { expandCard } from '../expand-card.ts';
import type { Section } from '../section.ts';

/** Who the model is. */
export const character: Section = {
  id: 'character',
  zone: 'system',
  priority: 95,
  yields: 'never',
  write(scene) {
    const { speaker } = scene;
    const fields = [speaker.description, speaker.personality && `Personality: ${speaker.personality}`];
    const text = [`You are ${escapeInline(speaker.name)}.`, ...fields.filter((field) => field.trim() !== '')].join(
      '\n',
    );
    return [{ text: expandCard(text, scene, 'stable') }];
  },
};
