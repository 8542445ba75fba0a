import { getCharacter, type Trigger } from '@tzurot/contracts';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { describePlace } from '../../inbound/place.ts';
import { plain } from '../../ui/elements.ts';
import { explainSilence } from '../character/explain-silence.ts';
import { requireChannel } from '../require-channel.ts';

/**
 * Has a character react to what was said last in the channel, without a word to it.
 * @returns its name, to be shown
 */
export async function chimeInWith(characterId: string, call: Call, ctx: BotContext): Promise<string> {
  const { id, caller, person, place } = call;
  const channel = requireChannel(place);
  const character = await ctx.gateway.call(getCharacter, { caller, params: { characterId } });
  const trigger: Trigger = {
    id,
    kind: 'chime-in',
    place: describePlace(channel, person.id),
    author: person,
    content: '',
    attachments: [],
  };
  const gather = () => ctx.gatherer.gatherLast(channel);
  const accepted = await ctx.intake.receiveCommand(trigger, character.id, gather);
  if (accepted.status === 'ignored') throw explainSilence(character, accepted, call, ctx);
  return plain(character.name);
}
