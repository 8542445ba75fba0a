import { type MemoryModes, setMemoryModes } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, timeOf } from '../../ui/elements.ts';

const HOUR_MS = 3_600_000;
/** What a column of moments holds, and nobody lives to see. */
const UNTIL_ENDED = '9999-12-31T00:00:00.000Z';

const SPANS = {
  hour: say('memory.for-hour'),
  day: say('memory.for-day'),
  week: say('memory.for-week'),
  always: say('memory.for-always'),
  off: say('memory.for-off'),
} as const;
type Span = keyof typeof SPANS;

const HOURS: Partial<Record<Span, number>> = { hour: 1, day: 24, week: 168 };

function untilOf(span: Span): string | null {
  if (span === 'off') return null;
  const hours = HOURS[span];
  return hours === undefined ? UNTIL_ENDED : new Date(Date.now() + hours * HOUR_MS).toISOString();
}

const mode = ({ name, description }: { name: 'incognito' | 'fresh'; description: string }) =>
  defineSubcommand({
    description,
    options: { for: option.choice('For how long', SPANS) },
    reply: 'private',
    async run({ options, caller, respond }, { gateway }) {
      const until = untilOf(options.for);
      const body: Partial<MemoryModes> = name === 'incognito' ? { incognitoUntil: until } : { freshUntil: until };
      await gateway.call(setMemoryModes, { caller, body });
      if (until === null) return void (await respond(note(say(`memory.${name}-ended`), 'good')));
      if (until === UNTIL_ENDED) return void (await respond(note(say(`memory.${name}-endless`), 'good')));
      await respond(note(say(`memory.${name}-started`, { time: timeOf(until) }), 'good'));
    },
  });

export const incognito = mode({
  name: 'incognito',
  description: 'Talk without anything being kept in memory, for a time or until you end it',
});
export const fresh = mode({
  name: 'fresh',
  description: 'Talk without anything being recalled, for a time or until you end it',
});
