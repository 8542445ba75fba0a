import { AppError } from '@tzurot/platform';
import type { TextBasedChannel } from 'discord.js';
import type { CallPlace } from '../define/call.ts';
import { missingToAnswer } from '../inbound/place.ts';

/**
 * The channel of a command, where characters can speak.
 * @throws AppError that says which permission the bot lacks
 */
export function requireChannel({ channel, botUserId }: CallPlace): TextBasedChannel {
  if (channel === null) {
    throw new AppError('forbidden', 'the bot has no access to the channel', {
      reason: 'not-invited-here',
    });
  }
  const missing = missingToAnswer(channel, botUserId);
  if (missing !== null) {
    throw new AppError('forbidden', `the bot lacks ${missing}`, {
      reason: 'bot-lacks-permission',
      facts: { permission: missing },
    });
  }
  return channel;
}
