import { expandCard } from '../expand-card.ts';
import type { Section } from '../section.ts';

/** What operators tell the model, after the rules that come with the bot. */
export const operatorPrompts: Section = {
  id: 'operator-prompts',
  zone: 'system',
  priority: 98,
  yields: 'never',
  write: (scene) =>
    scene.operatorPrompts
      .map((prompt) => expandCard(prompt, scene))
      .filter((text) => text !== '')
      .map((text) => ({ text })),
};
