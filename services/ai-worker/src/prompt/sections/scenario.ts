import { expandCard } from '../expand-card.ts';
import type { Section } from '../section.ts';

/** The situation that the card sets. */
export const scenario: Section = {
  id: 'scenario',
  zone: 'system',
  priority: 85,
  yields: 'last-pieces',
  write: (scene) =>
    scene.speaker.scenario.trim() === ''
      ? []
      : [{ text: `Scenario: ${expandCard(scene.speaker.scenario, scene, 'stable')}` }],
};
