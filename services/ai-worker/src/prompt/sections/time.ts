import { absoluteTime } from '../readable-text.ts';
import type { Section } from '../section.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** The moment of the turn. It stands in the last message, where a change costs no cached prefix. */
export const time: Section = {
  id: 'time',
  zone: 'context',
  priority: 98,
  yields: 'never',
  write({ now }) {
    return [{ text: `Time: ${WEEKDAYS[now.getUTCDay()]}, ${absoluteTime(now) ?? 'unknown'}` }];
  },
};
