import { answerMissedId } from '@tzurot/bot-client';
import { allComponents, type DiscordMessage } from '../world/discord-messages.ts';

/** Whether a message of the bot itself says of another one that it gets no reply: by replying to it, or with the button for what was missed. */
export function tellsOf(told: DiscordMessage, messageId: string): boolean {
  if (told.message_reference?.message_id === messageId) return true;
  return allComponents(told.components).some(({ custom_id: id }) => {
    const missed = typeof id === 'string' ? answerMissedId.decode(id) : null;
    return missed !== null && BigInt(missed.first) <= BigInt(messageId) && BigInt(messageId) <= BigInt(missed.last);
  });
}
