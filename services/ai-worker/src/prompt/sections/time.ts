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
  write({ now, persona }) {
    const { timezone, birthday } = persona;
    const local = timezone === undefined ? null : localTime(now, timezone);
    const name = escapeInline(persona.name);
    return [
      {
        text: [
          `Time: ${WEEKDAYS[now.getUTCDay()]}, ${absoluteTime(now) ?? 'unknown'}`,
          ...(local === null ? [] : [`Where ${name} is: ${local.weekday}, ${local.date} ${local.time}`]),
          ...(birthday !== undefined && birthday === (local?.date ?? now.toISOString()).slice(5, 10)
            ? [`Today is ${name}'s birthday.`]
            : []),
        ].join('\n'),
      },
    ];
  },
};
