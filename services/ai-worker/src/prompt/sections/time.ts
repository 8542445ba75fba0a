import { escapeInline } from '../escape-text.ts';
import { absoluteTime, localTime } from '../readable-text.ts';
import type { Section } from '../section.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** The moment of the turn. It stands in the last message, where a change costs no cached prefix. */
export const time: Section = {
  id: 'time',
  zone: 'context',
  priority: 98,
  yields: 'never',
  write({ now, persona, speaker }) {
    const { timezone } = persona;
    const local = timezone === undefined ? null : localTime(now, timezone);
    const name = escapeInline(persona.name);
    return [
      {
        text: [
          `Time: ${WEEKDAYS[now.getUTCDay()]}, ${absoluteTime(now) ?? 'unknown'}`,
          ...(local === null ? [] : [`Where ${name} is: ${local.weekday}, ${local.date} ${local.time}`]),
          ...[persona, speaker]
            .filter(({ birthday }) => isBirthday(birthday, local?.date ?? now.toISOString().slice(0, 10)))
            .map((whose) => `Today is ${escapeInline(whose.name)}'s birthday.`),
        ].join('\n'),
      },
    ];
  },
};

/** Whoever was born on February 29 has their birthday a day earlier in other years. */
function isBirthday(birthday: string | undefined, date: string): boolean {
  const isLeapYear = new Date(Date.UTC(Number(date.slice(0, 4)), 2, 0)).getUTCDate() === 29;
  return date.slice(5) === (birthday === '02-29' && !isLeapYear ? '02-28' : birthday);
}
