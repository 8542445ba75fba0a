import { absoluteTime } from '../readable-text.ts';
import type { Section } from '../section.ts';

/** The moment of the turn. It stands in the last message, where a change costs no cached prefix. */
export const time: Section = {
  id: 'time',
  zone: 'context',
  priority: 98,
  yields: 'never',
  write({ now }) {
    const weekday = now.toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });
    return [{ text: `Time: ${weekday}, ${absoluteTime(now) ?? 'unknown'}` }];
  },
};
