import { expandCard } from '../expand-card.ts';
import type { Section } from '../section.ts';

/** What the card says after the conversation. The rules that hold for all stand above everything and are not its to change. */
export const postHistory: Section = {
  id: 'post-history',
  zone: 'chat',
  priority: 92,
  yields: 'last-pieces',
  write(scene) {
    const text = expandCard(scene.speaker.postHistory, scene);
    return text === '' ? [] : [{ text, zone: { chat: 0, role: 'system' } }];
  },
};
