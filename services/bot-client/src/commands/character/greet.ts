import { getCharacter, type Trigger } from '@tzurot/contracts';
import { NotFoundError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { describePlace } from '../../inbound/place.ts';
import { note, plain } from '../../ui/elements.ts';
import { requireChannel } from '../require-channel.ts';
import { characterOption } from './character-option.ts';

export const greet = defineSubcommand({
  description: 'Let a character say its greeting in this channel, where everybody can see it',
  options: { character: characterOption('Who greets you') },
  reply: 'private',
  async run({ id, options, caller, person, place, respond }, { gateway, intake }) {
    const channel = requireChannel(place);
    const character = await gateway.call(getCharacter, { caller, params: { characterId: options.character } });
    const name = plain(character.name);
    if (character.greeting.trim() === '') return void (await respond(note(say('greeting.none', { name }))));
    const trigger: Trigger = {
      id,
      kind: 'greeting',
      place: describePlace(channel, person.id),
      author: person,
      content: '',
      attachments: [],
    };
    const { status } = await intake.receiveCommand(trigger, character.id, async () => ({ recent: [], references: [] }));
    if (status === 'ignored') throw new NotFoundError('character', character.id);
    await respond(note(say('greeting.asked', { name }), 'good'));
  },
});
