import type { Log, SharedState } from '@tzurot/platform';
import type { Message, MessageCreateOptions } from 'discord.js';

const QUIET_MS = 10 * 60_000;

/** What the bot itself says when a message gets no turn. Never more often than once in ten minutes for the same cause. */
export interface Notices {
  cannotAnswer(message: Message, missingPermission: string): void;
  tooFast(message: Message, retryAfterMs: number): void;
  tooMany(message: Message, maxCharacters: number): void;
  /** A direct message that names nobody, and nobody was talked to there before. */
  whoIsThere(message: Message): void;
}

export function createNotices({
  state,
  log,
  exampleName,
}: {
  state: SharedState;
  log: Log;
  exampleName: () => string;
}): Notices {
  function say(key: string, message: Message, content: string, where: 'here' | 'dm'): void {
    const send = async () => {
      if (!(await state.claimOnce(`notice:${key}`, { ttlMs: QUIET_MS }))) return;
      const payload: MessageCreateOptions = {
        content,
        allowedMentions: { parse: [], repliedUser: false },
        // Two processes that hear the same message say this once.
        nonce: message.id.slice(-25),
        enforceNonce: true,
      };
      if (where === 'dm') await message.author.send(payload);
      else if (message.channel.isSendable()) {
        await message.channel.send({ ...payload, reply: { messageReference: message.id, failIfNotExists: false } });
      }
    };
    send().catch((error: unknown) => log.info({ err: error, notice: key }, 'notice was not delivered'));
  }

  return {
    cannotAnswer(message, missingPermission) {
      const place = message.channel.isDMBased() ? 'this channel' : `#${message.channel.name}`;
      const content = `I cannot answer in ${place}: I lack the permission **${missingPermission}** there. Whoever runs the server can give it to me.`;
      say(`cannot-answer:${message.channelId}`, message, content, 'dm');
    },
    tooFast(message, retryAfterMs) {
      const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
      say(
        `too-fast:${message.author.id}`,
        message,
        `That was a lot at once. Write again in ${seconds} s and you will be answered.`,
        'here',
      );
    },
    tooMany(message, maxCharacters) {
      say(
        `too-many:${message.id}`,
        message,
        `One message can call ${maxCharacters} characters. The first ${maxCharacters} answer.`,
        'here',
      );
    },
    whoIsThere(message) {
      const content = `Whom do you want to talk to? Begin with a name, for example \`@${exampleName()} hello\`. \`/character browse\` shows who is there.`;
      say(`who-is-there:${message.channelId}:${message.id}`, message, content, 'here');
    },
  };
}
