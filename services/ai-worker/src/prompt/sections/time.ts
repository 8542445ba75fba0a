import { absoluteTime } from '../readable-text.ts';
import type { Section } from '../section.ts';

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });

/** The moment of the turn. It stands in the last message, where a change costs no cached prefix. */
export const time: Section = {
  id: 'time',
  zone: 'context',
  priority: 98,
  yields: 'never',
  write({ now }) {
    return [{ text: `Time: ${weekday.format(now)}, ${absoluteTime(now) ?? 'unknown'}` }];
  },
};
