import { getCharacter, type Trigger } from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { writeEcho } from '../../inbound/command-echo.ts';
import type { GatheredScene } from '../../inbound/intake.ts';
import { describePlace } from '../../inbound/place.ts';
import { requireChannel } from '../require-channel.ts';
import { characterOption } from './character-option.ts';

/** The echo holds the person's name too, and Discord takes 2,000 characters of a bot. */
const MAX_MESSAGE_LENGTH = 1_800;

export const chat = defineSubcommand({
  description: 'Say something to a character, here, for everybody to see',
  options: {
    character: characterOption('To whom'),
    message: option.string('What you say', { maxLength: MAX_MESSAGE_LENGTH }),
  },
  reply: 'public',
  async run({ id, options, caller, person, place, respond }, { gateway, gatherer, intake }) {
    const channel = requireChannel(place);
    if (options.message === '') {
      throw new AppError('invalid-input', 'nothing was said', {
        reason: 'message-empty',
      });
    }
    // Nobody should see words to a character that the person may not talk to.
    const character = await gateway.call(getCharacter, { caller, params: { characterId: options.character } });
    const trigger: Trigger = {
      id,
      kind: 'command',
      place: describePlace(channel, person.id),
      author: person,
      content: options.message,
      attachments: [],
    };
    // The person's words stand in the channel before the answer is asked for.
    const show = async (): Promise<GatheredScene> => {
      const echo = await respond({ content: writeEcho(person.name, options.message) });
      return { ...(await gatherer.gather(echo, person.id)), shownAsId: echo.id };
    };
    const { status } = await intake.receiveCommand(trigger, character.id, show);
    if (status === 'ignored') throw new NotFoundError('character', character.id);
  },
});
