import { changeOwnFacts } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note } from '../../ui/elements.ts';

export const birthday = defineSubcommand({
  description: 'Tell characters your birthday; leave both out to take it back',
  options: {
    month: option.optionalInteger('The month, from 1 to 12', { min: 1, max: 12 }),
    day: option.optionalInteger('The day of the month', { min: 1, max: 31 }),
  },
  reply: 'private',
  async run({ options: { month, day }, caller, respond }, { gateway }) {
    const isGiven = month !== undefined || day !== undefined;
    const body = { birthday: isGiven ? { month: month ?? 0, day: day ?? 0 } : null };
    const { birthday: kept } = await gateway.call(changeOwnFacts, { caller, body });
    const date =
      kept === null
        ? null
        : new Date(Date.UTC(2024, kept.month - 1, kept.day)).toLocaleDateString('en', {
            day: 'numeric',
            month: 'long',
            timeZone: 'UTC',
          });
    await respond(note(date === null ? say('birthday.cleared') : say('birthday.set', { date }), 'good'));
  },
});
