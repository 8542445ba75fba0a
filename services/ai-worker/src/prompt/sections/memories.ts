import { escapeInline, escapeListItem } from '../escape-text.ts';
import type { PromptScene } from '../prompt-scene.ts';
import type { Section } from '../section.ts';

const DAY_MS = 86_400_000;
const DAYS_PER_MONTH = 30.44;
const DAYS_PER_YEAR = 365.25;
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const calendarDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** What the gateway recalled for this scene, best first; it reads oldest first, under the day on which it was said. */
export const memories = {
  id: 'memories',
  zone: 'context',
  heading: 'You remember, and some of it may have changed since:',
  priority: 60,
  yields: 'last-pieces',
  write: (scene: Pick<PromptScene, 'memories' | 'now'>) =>
    scene.memories.map(({ text, speakerName, saidAt, messageIds }) => {
      const said = new Date(saidAt);
      return {
        under: `${calendarDay.format(said)} (${distance(said, scene.now)}):`,
        text: `- ${escapeInline(speakerName) || 'somebody'}: ${escapeListItem(text)}`,
        order: said.getTime(),
        repeats: messageIds,
      };
    }),
} satisfies Section;

/** "yesterday", "7 months ago": models are bad at counting from one date to another. */
function distance(then: Date, now: Date): string {
  const days = Math.round((startOfDay(then) - startOfDay(now)) / DAY_MS);
  if (days > -14) return relative.format(Math.min(0, days), 'day');
  if (days > -60) return relative.format(Math.round(days / 7), 'week');
  if (days > -DAYS_PER_YEAR) return relative.format(Math.round(days / DAYS_PER_MONTH), 'month');
  return relative.format(Math.round(days / DAYS_PER_YEAR), 'year');
}

const startOfDay = (moment: Date): number => Math.floor(moment.getTime() / DAY_MS) * DAY_MS;
