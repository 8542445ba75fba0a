import { choosePersona } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { optionalStored } from '../../../define/option.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { note, plain } from '../../../ui/elements.ts';
import { characterOption } from '../../character/character-option.ts';
import { profileOption } from './profile-option.ts';

export const override = defineSubcommand({
  description: 'Choose who you are to one character; without a profile, your default again',
  options: {
    character: characterOption('Which character'),
    profile: optionalStored(profileOption('Which profile')),
  },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { personaName, characterName } = await gateway.call(choosePersona, {
      caller,
      params: { characterId: options.character },
      body: { personaId: options.profile ?? null },
    });
    const character = plain(characterName);
    await respond(
      note(
        personaName === null
          ? say('profile.override-cleared', { character })
          : say('profile.override-set', { character, name: plain(personaName) }),
        'good',
      ),
    );
  },
});
