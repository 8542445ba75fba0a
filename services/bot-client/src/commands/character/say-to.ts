import { getCharacter, type Trigger } from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { writeEcho } from '../../inbound/command-echo.ts';
import type { GatheredScene } from '../../inbound/intake.ts';
import { describePlace } from '../../inbound/place.ts';
import { requireChannel } from '../require-channel.ts';

/** The echo holds the person's name too, and Discord takes 2,000 characters of a bot. */
export const MAX_SAID_LENGTH = 1_800;

/** Says something to a character for a person, for everybody in the channel to see, and has it answered. */
export async function sayTo(characterId: string, message: string, call: Call, ctx: BotContext): Promise<void> {
  const { id, caller, person, place, respond } = call;
  const { gateway, gatherer, intake } = ctx;
  const channel = requireChannel(place);
  const words = message.trim();
  if (words === '') {
    throw new AppError('invalid-input', 'nothing was said', {
      reason: 'message-empty',
    });
  }
  // Nobody should see words to a character that the person may not talk to.
  const character = await gateway.call(getCharacter, { caller, params: { characterId } });
  const trigger: Trigger = {
    id,
    kind: 'command',
    place: describePlace(channel, person.id),
    author: person,
    content: words,
    attachments: [],
  };
  // The person's words stand in the channel before the answer is asked for.
  const show = async (): Promise<GatheredScene> => {
    const echo = await respond({ content: writeEcho(person.name, words) });
    return { ...(await gatherer.gather(echo, person.id)), shownAsId: echo.id };
  };
  const { status } = await intake.receiveCommand(trigger, character.id, show);
  if (status === 'ignored') throw new NotFoundError('character', character.id);
}
