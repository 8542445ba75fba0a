import { changeOwnFacts, readOwnFacts } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option, type Suggestion } from '../../../define/option.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { note } from '../../../ui/elements.ts';

const MAX_SUGGESTIONS = 25;

/** `(UTC+01:00) Europe/Berlin`, for each zone that this runtime knows. */
function listZones(now: Date): Suggestion[] {
  return Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, name: `(${offsetOf(zone, now)}) ${zone}` }));
}

function offsetOf(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC');
}

/** Offsets move twice a year at most, and counting them all takes a while. */
const KEPT_MS = 60 * 60_000;
let kept: { at: number; zones: Suggestion[] } | null = null;

/** Zones by their city or region, or by their offset as people write it: `+1`, `utc+5:30`, `berlin`, `new york`. */
function suggestZones(typed: string, now: Date): Suggestion[] {
  if (kept === null || now.getTime() - kept.at > KEPT_MS) kept = { at: now.getTime(), zones: listZones(now) };
  const offset = /^(?:utc|gmt)?\s*(?<sign>[+-])\s*(?<hours>\d{1,2})(?::?(?<minutes>\d{2}))?$/i.exec(
    typed.trim(),
  )?.groups;
  const wanted =
    offset === undefined
      ? typed.trim().toLowerCase().replaceAll(/\s+/g, '_')
      : `utc${offset['sign']}${(offset['hours'] ?? '').padStart(2, '0')}:${offset['minutes'] ?? '00'}`;
  return kept.zones.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, MAX_SUGGESTIONS);
}

const clockIn = (timeZone: string, now: Date): string =>
  now.toLocaleString('en', { weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });

const set = defineSubcommand({
  description: 'Tell characters what time it is where you are; leave it out to take it back',
  options: {
    zone: option.optionalSuggested('A city such as Berlin, or an offset such as +1', async (typed, _call, { clock }) =>
      suggestZones(typed, clock.now()),
    ),
  },
  reply: 'private',
  async run({ options, caller, respond }, { gateway, clock }) {
    const zone = options.zone ?? null;
    const { timezone } = await gateway.call(changeOwnFacts, { caller, body: { timezone: zone } });
    const said =
      timezone === null
        ? say('timezone.cleared')
        : say('timezone.set', { time: clockIn(timezone, clock.now()), zone: timezone });
    await respond(note(said, 'good'));
  },
});

const get = defineSubcommand({
  description: 'See which time zone characters know for you',
  options: {},
  reply: 'private',
  async run({ caller, respond }, { gateway, clock }) {
    const { timezone } = await gateway.call(readOwnFacts, { caller });
    await respond(
      note(
        timezone === null
          ? say('timezone.none')
          : say('timezone.current', { time: clockIn(timezone, clock.now()), zone: timezone }),
      ),
    );
  },
});

export const timezone = { description: 'What time it is where you are', subcommands: { set, get } };
