import { expandCard } from '../expand-card.ts';
import type { Section } from '../section.ts';
import { mergeTimeline } from '../timeline.ts';

/** The character's first line of a conversation that nobody has begun: it shows how the character talks. */
export const greeting: Section = {
  id: 'greeting',
  zone: 'chat',
  priority: 51,
  yields: 'last-pieces',
  write(scene) {
    const text = expandCard(scene.speaker.greeting, scene, 'stable');
    if (text === '' || scene.historyCutAt !== null || mergeTimeline(scene).length > 0) return [];
    return [{ role: 'assistant', text }];
  },
};
