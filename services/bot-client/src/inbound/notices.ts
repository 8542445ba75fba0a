import type { DeniedTarget, TriggerRefusal } from '@tzurot/contracts';
import type { Clock, Log, SharedState } from '@tzurot/platform';
import { say } from '@tzurot/words';
import {
  type Client,
  type Guild,
  type GuildTextBasedChannel,
  type Message,
  type MessageCreateOptions,
  PermissionFlagsBits,
  type TextBasedChannel,
} from 'discord.js';
import { missedView } from '../actions/missed/missed-view.ts';
import { CHARACTERS_SHOWN, nearMissView, welcomeView } from '../actions/welcome/welcome-view.ts';
import { explainDenial } from '../ui/explain-denial.ts';
import { explainRefusal } from '../ui/explain-refusal.ts';
import { toMessage, type View } from '../ui/view.ts';
import type { AddressBook } from './address-book.ts';
import { missingToAnswer } from './place.ts';

const QUIET_MS = 10 * 60_000;
const SHORT_QUIET_MS = 60_000;
/** Somebody who asks again after this long did not see the first answer. */
const WELCOME_QUIET_MS = 20_000;
const DAY_MS = 24 * 60 * 60_000;
const NEAR_MISS_SHOWN_MS = 60_000;

/** What the bot itself says when a message gets no turn. Never more often than once in a while for the same cause. */
export interface Notices {
  cannotAnswer(message: Message, missingPermission: string): void;
  tooFast(message: Message, retryAfterMs: number): void;
  tooMany(message: Message, maxCharacters: number): void;
  /** Messages to characters, the oldest first, were too old to be answered when they were found. */
  missed(channel: TextBasedChannel, messageIds: readonly [string, ...string[]]): void;
  /** It failed for good, and nobody knows why. */
  notAccepted(message: Message): void;
  /** An operator keeps out whoever wrote, the place or the character. Whom they muted hears nothing. */
  denied(message: Message, denial: DeniedTarget): void;
  /** The character that was called answers its author, but not here. */
  refused(message: Message, refusal: TriggerRefusal): void;
  /** The bot was mentioned; or a direct message names nobody, and nobody was talked to there before. */
  welcome(message: Message): void;
  /** The bot came into a server. */
  joined(guild: Guild): void;
  /** A message begins with a name that nobody has here. Says so when it is nearly one that somebody has; where staff keep its character out, a reaction does. */
  unknownName(message: Message): void;
}

interface NoticesParts {
  state: SharedState;
  clock: Clock;
  log: Log;
  book: Pick<AddressBook, 'findMentioned' | 'findNear' | 'listPublic'>;
}

export function createNotices({ state, clock, log, book }: NoticesParts): Notices {
  /** Does it at most once in `quietMs`, however many processes hear of it; nobody waits for it, and it never fails. */
  function once(key: string, quietMs: number, send: () => Promise<unknown>): void {
    const claimAndSend = async () => {
      if (await state.claimOnce(`notice:${key}`, { ttlMs: quietMs })) await send();
    };
    claimAndSend().catch((error: unknown) => log.info({ err: error, notice: key }, 'notice was not delivered'));
  }

  const welcomeBy = (client: Client<true>, guildId: string | null) =>
    welcomeView({ botName: client.user.displayName, characters: book.listPublic(CHARACTERS_SHOWN, guildId) });

  return {
    cannotAnswer(message, permission) {
      const place = message.channel.isDMBased() ? say('inbound.this-channel') : `#${message.channel.name}`;
      const content = say('inbound.cannot-answer', { place, permission });
      once(`cannot-answer:${message.channelId}`, QUIET_MS, () =>
        message.author.send(payloadOf(message.id, { content })),
      );
    },
    tooFast(message, retryAfterMs) {
      const seconds = Math.ceil(retryAfterMs / 1_000);
      const content = seconds > 0 ? say('inbound.too-fast', { seconds }) : say('inbound.too-fast-earlier');
      once(`too-fast:${message.author.id}`, SHORT_QUIET_MS, () => reply(message, { content }));
    },
    tooMany(message, maxCharacters) {
      const content = say('inbound.too-many', { count: maxCharacters });
      once(`too-many:${message.id}`, QUIET_MS, () => reply(message, { content }));
    },
    missed(channel, messageIds) {
      const botUserId = channel.client.user.id;
      if (!channel.isSendable() || missingToAnswer(channel, botUserId) !== null) return;
      const last = messageIds.at(-1) ?? messageIds[0];
      once(`missed:${channel.id}:${last}`, DAY_MS, () => channel.send(payloadOf(last, missedView(messageIds))));
    },
    notAccepted(message) {
      once(`not-accepted:${message.channelId}:${message.author.id}`, SHORT_QUIET_MS, () =>
        reply(message, { content: say('inbound.not-accepted') }),
      );
    },
    denied(message, denial) {
      if (denial.mode === 'mute') return;
      const content = explainDenial(denial);
      once(`denied:${message.channelId}:${message.author.id}`, QUIET_MS, () => reply(message, { content }));
    },
    refused(message, refusal) {
      const content = explainRefusal(refusal);
      once(`refused:${refusal.reason}:${message.channelId}:${message.author.id}`, QUIET_MS, () =>
        reply(message, { content }),
      );
    },
    welcome(message) {
      once(`welcome:${message.channelId}:${message.author.id}`, WELCOME_QUIET_MS, () =>
        reply(message, welcomeBy(message.client, message.guildId)),
      );
    },
    joined(guild) {
      const channel = findGreetingChannel(guild);
      if (channel === null) return;
      once(`joined:${guild.id}`, DAY_MS, () => channel.send(payloadOf(guild.id, welcomeBy(guild.client, guild.id))));
    },
    unknownName(message) {
      const authorId = message.author.id;
      const near = book.findNear(message.content, { authorId, guildId: message.guildId });
      if (near === null) {
        // Somebody has the name, and staff don't want them here: their server is not told so in words.
        if (book.findMentioned(message.content, { authorId, guildId: null }).length === 0) return;
        return once(`not-here:${message.channelId}:${authorId}`, SHORT_QUIET_MS, () => message.react('❔'));
      }
      once(`near-miss:${message.channelId}:${message.author.id}:${near.characterId}`, QUIET_MS, async () => {
        const botUserId = message.client.user.id;
        if (missingToAnswer(message.channel, botUserId) !== null) return message.react('❔');
        const suggestion = await reply(message, nearMissView(near, message.id));
        await clock.sleep(NEAR_MISS_SHOWN_MS);
        return suggestion?.delete();
      });
    },
  };
}

/** @returns the message that was sent; null where the bot may not write */
async function reply(message: Message, view: View): Promise<Message | null> {
  if (!message.channel.isSendable()) return null;
  return message.channel.send({
    ...payloadOf(message.id, view),
    reply: { messageReference: message.id, failIfNotExists: false },
  });
}

/** @param about what the message is about: two processes that hear of it say it once */
function payloadOf(about: string, view: View): MessageCreateOptions {
  return { ...toMessage(view), nonce: about.slice(-25), enforceNonce: true };
}

/** Where newcomers are greeted, else the first channel in which the bot may write. */
function findGreetingChannel(guild: Guild) {
  const needed = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessages];
  const channels = [guild.systemChannel, ...guild.channels.cache.values()];
  return (
    channels.find(
      (channel): channel is GuildTextBasedChannel =>
        channel !== null &&
        channel.isTextBased() &&
        !channel.isThread() &&
        channel.permissionsFor(guild.client.user)?.has(needed) === true,
    ) ?? null
  );
}
