import { makePersonaDefault } from '@tzurot/contracts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { note, plain } from '../../../ui/elements.ts';
import { profileOption } from './profile-option.ts';

export const setDefault = defineSubcommand({
  description: 'By which profile characters know you',
  options: { profile: profileOption('Which profile') },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { name } = await gateway.call(makePersonaDefault, { caller, params: { personaId: options.profile } });
    await respond(note(`Characters know you as **${plain(name)}** from now on.`, 'good'));
  },
});
