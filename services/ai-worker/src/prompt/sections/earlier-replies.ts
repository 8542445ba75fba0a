import { escapeInline, escapeListItem } from '../escape-text.ts';
import type { Section } from '../section.ts';

/** What others have already answered to the same message. */
export const earlierReplies: Section = {
  id: 'earlier-replies',
  zone: 'context',
  heading: 'Others have already answered the message below:',
  priority: 75,
  yields: 'last-pieces',
  write: (scene) =>
    scene.earlierReplies.map(({ name, text, messageIds }) => ({
      messageIds,
      text: `- ${escapeInline(name) || 'Somebody'} (character): ${escapeListItem(text)}`,
    })),
};
