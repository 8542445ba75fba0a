import { type Delivery, LIMITS, storeReply } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import {
  chunkText,
  type Delivered,
  DeliveryPostponedError,
  deliverChunks,
  findVoice,
  hashText,
  MAX_MESSAGE_CHARACTERS,
  MAX_PREFIX_CHARACTERS,
  readDiscordFailure,
  UndeliverableError,
  type Voice,
  webhookChannelOf,
} from '../delivery/index.ts';
import type { Turn, Words } from './turn.ts';

/** The gateway may be away for a while; a text that was paid for waits for it. */
const STORE_TIMEOUT_MS = 4 * 60_000;
/** The limits of `storeReply`, with room for the line breaks between chunks. */
const MAX_CHUNKS = 40;
const MAX_TEXT_CHARACTERS = LIMITS.replyText - MAX_CHUNKS;
const CUT_MARK = ' […]';

/** What is to be said, as the ledger has it. */
export interface Plan {
  deliveries: Delivery[];
  /** Its first chunk was marked by us just now. */
  isFresh: boolean;
}

/** There is no voice for words that were not found yet, so none are looked for. `message` is for staff. */
export class NowhereToSpeakError extends AppError {
  override readonly name = 'NowhereToSpeakError';

  constructor(reason: string, options: { cause?: unknown } = {}) {
    super('gone', reason, options);
  }
}

/**
 * Finds through what the character can be heard, before a model is paid for words that nobody would hear.
 * @throws NowhereToSpeakError, or UndeliverableError when the words are there already; DeliveryPostponedError
 */
export async function chooseVoice(turn: Turn, ctx: WorkerContext): Promise<Voice> {
  const { speaker } = turn;
  const { place } = turn.trigger;
  // The bot itself shows no picture but its own.
  const hasPicture = speaker !== null && webhookChannelOf(place) !== null;
  const avatarUrl = hasPicture ? await ctx.avatars.urlOf(speaker) : null;
  try {
    return await findVoice(place, speaker && { name: speaker.name, avatarUrl }, {
      known: turn.webhook,
      webhooks: ctx.webhooks,
    });
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    const failure = readDiscordFailure(thrown);
    if (failure.kind === 'undeliverable') {
      const Failure = turn.reply === null ? NowhereToSpeakError : UndeliverableError;
      throw new Failure(failure.reason, { cause: thrown });
    }
    throw new DeliveryPostponedError('Discord does not tell how to speak here', {
      cause: thrown,
      ...(failure.kind === 'rate-limited' && { waitMs: failure.waitMs }),
    });
  }
}

/** Stores what will be said, chunk by chunk, before anything is sent. */
export async function store(turn: Turn, words: Words, voice: Voice, { gateway, clock }: WorkerContext): Promise<Plan> {
  const { text, chunks } = cutToMessages(words.text);
  if (text !== words.text) turn.log.warn({ characters: words.text.length }, 'reply is too long and was cut');
  const { deliveries } = await gateway.call(storeReply, {
    params: { turnId: turn.turnId },
    body: {
      fence: turn.fence,
      kind: words.kind,
      text,
      chunks: chunks.map((chunk) => ({ text: chunk, hash: hashText(chunk) })),
      usage: words.usage,
      firstSending: { at: clock.now().toISOString(), webhookId: voice.kind === 'webhook' ? voice.webhook.id : null },
    },
    timeoutMs: STORE_TIMEOUT_MS,
    signal: turn.signal,
  });
  return { deliveries, isFresh: true };
}

/** What is kept is what is said: a text that is longer than the ledger takes ends early, with a mark. */
function cutToMessages(text: string): { text: string; chunks: string[] } {
  // Any chunk may have to carry the name, when the webhook goes and the bot speaks instead.
  const chunks = chunkText(text, MAX_MESSAGE_CHARACTERS - MAX_PREFIX_CHARACTERS - CUT_MARK.length);
  let characters = 0;
  const end = chunks.findIndex((chunk, index) => {
    characters += chunk.length;
    return index === MAX_CHUNKS || characters > MAX_TEXT_CHARACTERS;
  });
  if (end < 0) return { text, chunks };
  const said = chunks.slice(0, end).map((chunk, index) => (index === end - 1 ? chunk + CUT_MARK : chunk));
  return { text: said.join('\n'), chunks: said };
}

/** What an earlier attempt stored, paid for and perhaps partly said; null when there is nothing. */
export function resume({ reply }: Turn): Plan | null {
  return reply === null ? null : { deliveries: reply.deliveries, isFresh: false };
}

/** Says what is not said yet. */
export async function deliver(turn: Turn, plan: Plan, voice: Voice, ctx: WorkerContext): Promise<Delivered> {
  const { discord, gateway, webhooks, clock } = ctx;
  const avatarUrl = voice.kind === 'webhook' ? voice.avatarUrl : null;
  return deliverChunks(
    {
      turnId: turn.turnId,
      fence: turn.fence,
      triggerId: turn.trigger.id,
      place: turn.trigger.place,
      speaker: turn.speaker && { name: turn.speaker.name, avatarUrl },
      voice,
      signal: turn.signal,
      ...plan,
    },
    { discord, gateway, webhooks, clock, log: turn.log, limits: ctx.limits.delivery },
  );
}
