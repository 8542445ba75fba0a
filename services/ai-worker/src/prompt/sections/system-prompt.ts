import { expandCard } from '../expand-card.ts';
import type { Section } from '../section.ts';

/** The character's own instructions, after the rules that hold for all. */
export const systemPrompt: Section = {
  id: 'system-prompt',
  zone: 'system',
  priority: 94,
  yields: 'never',
  write(scene) {
    const text = expandCard(scene.speaker.systemPrompt, scene, 'stable');
    return text === '' ? [] : [{ text }];
  },
};
