import { customId, listPersonas } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { onSelect } from '../../../define/component.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { card, clip, excerpt, plain, select, text } from '../../../ui/elements.ts';
import { profileDashboard } from './dashboard.ts';

const openProfileId = customId('me:open', {});
/** Discord shows no longer menu; a person with more profiles finds them by name. */
const MAX_SHOWN = 25;

export const list = defineSubcommand({
  description: 'See your profiles, and open one',
  options: {},
  reply: 'private',
  async run({ caller, respond }, { gateway }) {
    const { items } = await gateway.call(listPersonas, { caller });
    const shown = items.slice(0, MAX_SHOWN);
    const lines = shown.map(({ name, pronouns, description, isDefault, withCharacters }) =>
      [
        `- **${plain(name)}**`,
        ...(isDefault ? [say('profile.badge-default')] : []),
        ...(pronouns === '' ? [] : [plain(pronouns)]),
        ...(description === '' ? [] : [excerpt(description, 60)]),
        ...(withCharacters.length === 0 ? [] : [excerpt(withCharacters.join(', '), 60)]),
      ].join(' · '),
    );
    await respond(
      card([
        text(clip([`## ${say('profile.list')}`, ...lines].join('\n'), 3_600)),
        select({
          id: openProfileId.encode({}),
          placeholder: say('profile.open'),
          choices: shown.map(({ id, name, description }) => ({ value: id, label: name, description })),
        }),
      ]),
    );
  },
});

export const openProfile = onSelect(openProfileId, {
  reply: 'private',
  run: (call, ctx) => profileDashboard.open(call.value, call, ctx),
});
