import { getCharacter, type Trigger } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { describePlace } from '../../inbound/place.ts';
import { note, plain } from '../../ui/elements.ts';
import { memberOf } from '../member-of.ts';
import { requireChannel } from '../require-channel.ts';
import { characterOption } from './character-option.ts';
import { explainSilence } from './explain-silence.ts';

export const greet = defineSubcommand({
  description: 'Let a character say its greeting in this channel, where everybody can see it',
  options: { character: characterOption('Who greets you') },
  reply: 'private',
  async run(call, ctx) {
    const { id, options, caller, person, place, respond } = call;
    const { gateway, intake } = ctx;
    const channel = requireChannel(place);
    const character = await gateway.call(getCharacter, { caller, params: { characterId: options.character } });
    const name = plain(character.name);
    if (character.greeting.trim() === '') return void (await respond(note(say('greeting.none', { name }))));
    const trigger: Trigger = {
      id,
      kind: 'greeting',
      place: describePlace(channel, person.id),
      author: person,
      ...memberOf(call),
      content: '',
      attachments: [],
    };
    const accepted = await intake.receiveCommand(trigger, character.id, async () => ({ recent: [], references: [] }));
    if (accepted.status === 'ignored') throw explainSilence(character, accepted, call, ctx);
    await respond(note(say('greeting.asked', { name }), 'good'));
  },
});
