import { type Delivery, type Place, recordDelivery, type Webhook } from '@tzurot/contracts';
import { AppError, type Clock, type Log, type RouteClient } from '@tzurot/platform';

import type { ChannelWebhooks } from './channel-webhooks.ts';
import { DeliveryPostponedError, UndeliverableError } from './delivery-error.ts';
import type { DiscordApi } from './discord-api.ts';
import { readDiscordFailure } from './discord-failure.ts';
import { findSent } from './find-sent.ts';
import { type Said, sayChunk } from './say-chunk.ts';
import { speakerName } from './speaker-name.ts';
import { botVoice, type Voice, type VoiceSpeaker, webhookChannelOf, webhookVoice } from './voice.ts';

export interface DeliveryTools {
  discord: DiscordApi;
  gateway: RouteClient;
  webhooks: ChannelWebhooks;
  clock: Clock;
  log: Log;
  limits: DeliveryLimits;
}

export interface DeliveryLimits {
  /** From the record `sending` on: after this nothing is sent for it any more. */
  sendDeadlineMs: number;
  /** After the deadline, until a message that was sent is surely visible. */
  doubtMarginMs: number;
  /** For how long Discord recognises a nonce. */
  nonceMs: number;
}

export const DELIVERY_LIMITS: DeliveryLimits = { sendDeadlineMs: 10_000, doubtMarginMs: 5_000, nonceMs: 120_000 };

export interface DeliveryOrder {
  turnId: string;
  fence: number;
  triggerId: string;
  place: Place;
  speaker: VoiceSpeaker | null;
  voice: Voice;
  deliveries: readonly Delivery[];
  /** The first chunk was marked `sending` by us just now, so it is not in doubt. */
  isFresh: boolean;
  /** Stops between two steps, as when the lease is lost. */
  signal: AbortSignal;
}

export interface SentChunk {
  chunk: number;
  messageId: string;
  webhookId: string | null;
}

export interface Delivered {
  /** Sent but not yet recorded: at most the last chunk. */
  unrecorded: SentChunk[];
  /** Chunks of which nobody knows whether they arrived. */
  uncertainChunks: number[];
}

/** The record that a chunk is about to be sent. */
interface Mark {
  at: Date;
  webhookId: string | null;
}

/** Waits that Discord asks for are kept up to this; then the turn is given back. */
const LONGEST_WAIT_MS = 30_000;
const MAX_ATTEMPTS = 6;

/**
 * Says every chunk that was not said yet, in order, each exactly once: it is marked before it is sent and
 * recorded afterwards, and where the mark stands without a record, the channel itself is asked.
 * @throws UndeliverableError, DeliveryPostponedError, and AppError `stale-lease` when somebody else has the turn
 */
export async function deliverChunks(order: DeliveryOrder, tools: DeliveryTools): Promise<Delivered> {
  const said: Delivered = { unrecorded: [], uncertainChunks: [] };
  const left = order.deliveries.filter(({ state }) => state === 'planned' || state === 'sending');
  let { voice } = order;
  for (const delivery of left) {
    const outcome = await deliverChunk(delivery, { ...order, voice }, tools);
    voice = outcome.voice;
    if (outcome.messageId === null) {
      said.uncertainChunks.push(delivery.chunk);
      continue;
    }
    const sent = { chunk: delivery.chunk, messageId: outcome.messageId, webhookId: outcome.webhookId };
    if (delivery !== left.at(-1)) await record(order, tools, 'sent', sent);
    else said.unrecorded.push(sent);
  }
  return said;
}

interface ChunkOutcome {
  /** Null when it is uncertain. */
  messageId: string | null;
  webhookId: string | null;
  /** The voice to go on with. */
  voice: Voice;
}

async function deliverChunk(delivery: Delivery, order: DeliveryOrder, tools: DeliveryTools): Promise<ChunkOutcome> {
  const { clock, log, limits } = tools;
  const { chunk } = delivery;
  let { voice } = order;
  let mark = markOf(delivery);
  let isDoubtful = mark !== null && !order.isFresh;
  let webhooksTried = 0;

  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    order.signal.throwIfAborted();
    if (mark !== null && isDoubtful && !isWithinNonce(mark, voice, tools)) {
      const found = await lookFor(delivery, mark, { ...order, voice }, tools);
      if (found.kind === 'found') return { messageId: found.messageId, webhookId: mark.webhookId, voice };
      if (found.kind === 'unreadable') {
        log.error({ turnId: order.turnId, chunk }, 'cannot tell whether a chunk arrived, it is not sent again');
        await record(order, tools, 'uncertain', { chunk, messageId: null, webhookId: mark.webhookId });
        return { messageId: null, webhookId: mark.webhookId, voice };
      }
      [mark, isDoubtful] = [null, false];
    }
    mark = await renewMark(mark, { isDoubtful, chunk, voice }, order, tools);
    const leftMs = isDoubtful
      ? limits.sendDeadlineMs
      : mark.at.getTime() + limits.sendDeadlineMs - clock.now().getTime();
    const signal = AbortSignal.timeout(Math.max(1, leftMs));
    const result = await sayChunk(tools.discord, voice, { turnId: order.turnId, chunk, text: delivery.text, signal });
    log.debug({ turnId: order.turnId, chunk, attempt, result: result.kind }, 'chunk sent or not');

    switch (result.kind) {
      case 'sent':
        return { messageId: result.message.id, webhookId: mark.webhookId, voice };
      case 'doubtful':
        isDoubtful = true;
        continue;
      case 'rate-limited':
        await waitFor(Math.max(result.waitMs, 250 * attempt), order, tools);
        // An earlier attempt may still have arrived: then its mark stays.
        if (!isDoubtful) mark = null;
        continue;
      case 'webhook-gone':
      case 'wrong-channel':
        voice = await otherVoice(voice, order, tools, { mayMakeWebhook: webhooksTried === 0 });
        webhooksTried += 1;
        [mark, isDoubtful] = [null, false];
        continue;
      case 'invalid':
        voice = plainerVoice(voice, result, order);
        [mark, isDoubtful] = [null, false];
        continue;
      case 'unavailable':
        throw new DeliveryPostponedError(result.reason);
      case 'forbidden':
      case 'webhooks-full':
      case 'undeliverable':
        throw new UndeliverableError(result.reason);
    }
  }
  throw new DeliveryPostponedError('Discord gave no clear answer', { waitMs: LONGEST_WAIT_MS });
}

function markOf({ state, sendingAt, webhookId }: Delivery): Mark | null {
  return state === 'sending' && sendingAt !== null ? { at: new Date(sendingAt), webhookId } : null;
}

/** While Discord still knows the nonce, sending again gives the earlier message instead of a second one. */
function isWithinNonce({ at, webhookId }: Mark, voice: Voice, { clock, limits }: DeliveryTools): boolean {
  return webhookId === null && voice.kind === 'bot' && clock.now().getTime() < at.getTime() + limits.nonceMs;
}

/** A mark that names this voice and is young enough to send under it. */
async function renewMark(
  mark: Mark | null,
  { isDoubtful, chunk, voice }: { isDoubtful: boolean; chunk: number; voice: Voice },
  order: DeliveryOrder,
  tools: DeliveryTools,
): Promise<Mark> {
  const webhookId = voice.kind === 'webhook' ? voice.webhook.id : null;
  // A doubtful mark that is sent again under its nonce keeps its time: Discord counts from the first attempt.
  if (mark !== null && isDoubtful) return mark;
  let renewed = mark;
  // Again when the gateway was long in recording it: whoever takes the turn over counts from the mark's time.
  while (renewed === null || renewed.webhookId !== webhookId || !isYoung(renewed, tools)) {
    renewed = { at: tools.clock.now(), webhookId };
    await record(order, tools, 'sending', { chunk, messageId: null, webhookId, at: renewed.at });
  }
  return renewed;
}

function isYoung({ at }: Mark, { clock, limits }: DeliveryTools): boolean {
  return clock.now().getTime() - at.getTime() < limits.sendDeadlineMs / 2;
}

async function lookFor(delivery: Delivery, mark: Mark, order: DeliveryOrder, tools: DeliveryTools) {
  const { limits, clock } = tools;
  const nonceMs = mark.webhookId === null ? limits.nonceMs : 0;
  const untilMs = mark.at.getTime() + nonceMs + limits.sendDeadlineMs + limits.doubtMarginMs;
  const named = order.speaker === null ? null : botVoice(order.place, order.speaker);
  const doubtful = {
    turnId: order.turnId,
    channelId: order.place.channelId,
    triggerId: order.triggerId,
    sendingAt: mark.at,
    webhookId: mark.webhookId,
    username: order.speaker === null ? null : speakerName(order.speaker.name),
    prefix: delivery.chunk === 0 && named?.kind === 'bot' ? named.prefix : '',
    hash: delivery.hash,
  };
  const look = async () => findSent(doubtful, { ...tools, untilMs });
  try {
    // What is there already needs no waiting; only its absence does.
    const early = await look();
    if (early.kind === 'found') return early;
    await clock.sleep(Math.max(0, untilMs - clock.now().getTime()), order.signal);
    return await look();
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    order.signal.throwIfAborted();
    throw new DeliveryPostponedError('the channel cannot be read just now', { cause: thrown, waitMs: LONGEST_WAIT_MS });
  }
}

async function waitFor(waitMs: number, order: DeliveryOrder, { clock }: DeliveryTools): Promise<void> {
  if (waitMs > LONGEST_WAIT_MS) throw new DeliveryPostponedError('Discord asks for a long wait', { waitMs });
  await clock.sleep(waitMs, order.signal);
}

/** Another webhook in place of one that is gone, once; then the bot itself. */
async function otherVoice(
  voice: Voice,
  { place, speaker }: DeliveryOrder,
  { webhooks }: DeliveryTools,
  { mayMakeWebhook }: { mayMakeWebhook: boolean },
): Promise<Voice> {
  const channelId = webhookChannelOf(place);
  if (!mayMakeWebhook || voice.kind === 'bot' || channelId === null || speaker === null)
    return botVoice(place, speaker);
  let webhook: Webhook | null;
  try {
    webhook = await webhooks.find(channelId, { exceptId: voice.webhook.id });
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    const failure = readDiscordFailure(thrown);
    if (failure.kind === 'undeliverable') throw new UndeliverableError(failure.reason, { cause: thrown });
    throw new DeliveryPostponedError('no webhook can be made just now', { cause: thrown });
  }
  return webhook === null ? botVoice(place, speaker) : webhookVoice(place, speaker, webhook);
}

/** What Discord does not accept is left out: first the picture, then the name. */
function plainerVoice(
  voice: Voice,
  { reason, fields }: Extract<Said, { kind: 'invalid' }>,
  { place, speaker }: DeliveryOrder,
): Voice {
  if (voice.kind === 'bot' || fields.includes('content')) throw new UndeliverableError(reason);
  return voice.avatarUrl !== null && fields.includes('avatar_url')
    ? { ...voice, avatarUrl: null }
    : botVoice(place, speaker);
}

async function record(
  { turnId, fence }: DeliveryOrder,
  { gateway, clock }: DeliveryTools,
  state: 'sending' | 'sent' | 'uncertain',
  {
    chunk,
    messageId,
    webhookId,
    at = clock.now(),
  }: { chunk: number; messageId: string | null; webhookId: string | null; at?: Date },
): Promise<void> {
  await gateway.call(recordDelivery, {
    params: { turnId },
    body: { fence, chunk, state, at: at.toISOString(), messageId, webhookId },
  });
}
