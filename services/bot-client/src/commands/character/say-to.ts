import { getCharacter, type Trigger } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { writeEcho } from '../../inbound/command-echo.ts';
import type { GatheredScene } from '../../inbound/intake.ts';
import { describePlace } from '../../inbound/place.ts';
import { memberOf } from '../member-of.ts';
import { requireChannel } from '../require-channel.ts';
import { explainSilence } from './explain-silence.ts';

/** The echo also holds the person's name, and a bot's message can have at most 2,000 characters. */
export const MAX_SAID_LENGTH = 1_800;

/** Shows a person's message to a character in the channel, and has the character answer it. */
export async function sayTo(characterId: string, message: string, call: Call, ctx: BotContext): Promise<void> {
  const { id, caller, person, place, respond } = call;
  const { gateway, gatherer, intake } = ctx;
  const channel = requireChannel(place);
  const content = message.trim();
  if (content === '') {
    throw new AppError('invalid-input', 'the message is empty', {
      reason: 'message-empty',
    });
  }
  // Fails before anything is shown when the person isn't allowed to talk to the character.
  const character = await gateway.call(getCharacter, { caller, params: { characterId } });
  const trigger: Trigger = {
    id,
    kind: 'command',
    place: describePlace(channel, person.id),
    author: person,
    ...memberOf(call),
    content,
    attachments: [],
  };
  // The channel shows the person's message before the character answers it.
  const show = async (): Promise<GatheredScene> => {
    const echo = await respond({ content: writeEcho(person.name, content) });
    return { ...(await gatherer.gather(echo, person.id)), shownAsId: echo.id };
  };
  const accepted = await intake.receiveCommand(trigger, character.id, show);
  if (accepted.status === 'ignored') throw explainSilence(character, accepted, call, ctx);
}
