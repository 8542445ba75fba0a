import { escapeInline, escapeListItem } from '../escape-text.ts';
import { absoluteTime } from '../readable-text.ts';
import type { Section } from '../section.ts';

/** What the gateway recalled for this scene, best first. */
export const memories: Section = {
  id: 'memories',
  zone: 'context',
  heading: 'You remember:',
  priority: 60,
  yields: 'last-pieces',
  write: (scene) =>
    scene.memories.map(({ text, speakerName, saidAt }) => {
      const when = absoluteTime(new Date(saidAt)) ?? 'once';
      return { text: `- ${when}, ${escapeInline(speakerName) || 'somebody'} said: ${escapeListItem(text)}` };
    }),
};
