import { AppError } from '@tzurot/platform';
import type { TextBasedChannel } from 'discord.js';
import { missingToAnswer } from '../inbound/place.ts';
import type { CallPlace } from './call.ts';

/**
 * The channel of a command, where characters can speak.
 * @throws AppError that says what the bot lacks there
 */
export function requireChannel({ channel, botUserId }: CallPlace): TextBasedChannel {
  if (channel === null) {
    throw new AppError('forbidden', 'the bot has no access to the channel', {
      userMessage:
        'I was not invited to this place, so a character cannot speak here. Use it in a server where I am, or in my direct messages.',
    });
  }
  const missing = missingToAnswer(channel, botUserId);
  if (missing !== null) {
    throw new AppError('forbidden', `the bot lacks ${missing}`, {
      userMessage: `I cannot answer here: I lack the permission **${missing}**. Whoever runs the server can give it to me.`,
    });
  }
  return channel;
}
