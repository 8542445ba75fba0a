import { makePersonaDefault } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { note, plain } from '../../../ui/elements.ts';
import { profileOption } from './profile-option.ts';

export const setDefault = defineSubcommand({
  description: 'Choose the profile characters know you by',
  options: { profile: profileOption('Which profile') },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { name } = await gateway.call(makePersonaDefault, { caller, params: { personaId: options.profile } });
    await respond(note(say('profile.default-set', { name: plain(name) }), 'good'));
  },
});
