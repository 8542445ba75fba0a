import { type Place, type Post, type PostOutlet, type PostState, recordPost, type Webhook } from '@tzurot/contracts';
import { AppError, type Clock, type Log, type RouteClient } from '@tzurot/platform';

import type { ChannelWebhooks } from './channel-webhooks.ts';
import { DeliveryPostponedError, UndeliverableError } from './delivery-error.ts';
import type { DiscordApi, PostButton, SentMessage } from './discord-api.ts';
import { readDiscordFailure } from './discord-failure.ts';
import { type Found, findSent } from './find-sent.ts';
import { botOutlet, type Outlet, type OutletSpeaker, recordOf, webhookChannelOf, webhookOutlet } from './outlet.ts';
import { type Sent, sendPost, wireText } from './send-post.ts';
import { speakerName } from './speaker-name.ts';
import { hashText } from './text-hash.ts';

export interface PostTools {
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
  /** A message is changed at most once in this time. */
  editEveryMs: number;
}

export const DELIVERY_LIMITS: DeliveryLimits = {
  sendDeadlineMs: 10_000,
  doubtMarginMs: 5_000,
  nonceMs: 120_000,
  editEveryMs: 1_000,
};

export interface PostOrder {
  turnId: string;
  fence: number;
  triggerId: string;
  place: Place;
  speaker: OutletSpeaker | null;
  outlet: Outlet;
  /** Below the first post, where what is said asks for something to be done. */
  button: PostButton | null;
  /** What an earlier attempt left, each in doubt while it is `sending`. */
  earlier: readonly Post[];
  /** How much later it is by the clock of the ledger than by ours. */
  ledgerAheadMs: number;
  /** Stops between two steps, as when the lease is lost. */
  signal: AbortSignal;
}

export interface SentPost {
  chunk: number;
  messageId: string;
  outlet: PostOutlet;
}

export interface Delivered {
  /** Sent but not yet recorded: at most the last post. */
  unrecorded: SentPost[];
}

/**
 * The Discord messages of one turn. A new one is sent exactly once: it is marked before and recorded afterwards, and
 * where the mark stands without a record, the channel itself is asked. Edits and deletions are repeated until Discord
 * has taken them. One call at a time.
 * All of them throw UndeliverableError, DeliveryPostponedError, and AppError `stale-lease` when somebody else has the turn.
 */
export interface Posts {
  /** Through what the next message is sent. */
  readonly outlet: Outlet;
  /** Something of the reply may stand in the channel. */
  areShown(): boolean;
  /**
   * Brings the first posts to these texts while the reply is still being made.
   * @param begin marks the very first post
   */
  show(texts: readonly string[], begin: (first: { hash: string; outlet: PostOutlet }) => Promise<void>): Promise<void>;
  /**
   * Brings every post to what the ledger wants it to show.
   * @param markedAt when the first was marked, if it was by us just now
   */
  deliver(wanted: readonly Post[], markedAt: Date | null): Promise<Delivered>;
  /** Removes whatever stands in the channel. */
  remove(): Promise<void>;
}

/** The record that a post is about to be sent; the time by our own clock. */
interface Mark {
  at: Date;
  outlet: PostOutlet;
}

interface LivePost {
  readonly chunk: number;
  state: PostState;
  /** Of the text that was marked or is known to stand there. */
  hash: string;
  mark: Mark | null;
  /** A message may have been sent under the mark. */
  isDoubtful: boolean;
  /** A send under the mark that the ledger has was not found, and may still arrive. */
  isGivenUp: boolean;
  messageId: string | null;
  outlet: PostOutlet;
  /** Sent, but the ledger has not heard of it. */
  isUnrecorded: boolean;
  /** When Discord was last told to change it. */
  writtenAtMs: number;
}

/** Waits that Discord asks for are kept up to this; then the turn is given back. */
const LONGEST_WAIT_MS = 30_000;
const MAX_ATTEMPTS = 6;

export function createPosts(order: PostOrder, tools: PostTools): Posts {
  const { turnId, fence, place, speaker, signal } = order;
  const { discord, gateway, webhooks, clock, log, limits } = tools;
  const live = new Map(order.earlier.map((post) => [post.chunk, revive(post, order)]));
  let { outlet } = order;

  const record = async (
    post: LivePost,
    state: 'sending' | 'sent' | 'uncertain' | 'deleting' | 'deleted',
    { hash = null }: { hash?: string | null } = {},
  ): Promise<void> => {
    await gateway.call(recordPost, {
      params: { turnId },
      body: {
        fence,
        chunk: post.chunk,
        state,
        hash,
        messageId: post.messageId,
        outlet: post.outlet,
        isDoubted: post.isGivenUp,
      },
    });
    [post.state, post.isGivenUp] = [state, false];
  };

  const isYoung = ({ at }: Mark): boolean => clock.now().getTime() - at.getTime() < limits.sendDeadlineMs / 2;

  /** A mark of this text that names this outlet and is young enough to send under it. */
  const renewMark = async (post: LivePost, hash: string): Promise<Mark> => {
    // A doubtful mark that is sent again under its nonce keeps its time: Discord counts from the first attempt.
    if (post.mark !== null && post.isDoubtful) return post.mark;
    const wanted = recordOf(outlet);
    // Again when the gateway was long in recording it: whoever takes the turn over counts from the mark's time.
    while (post.mark === null || !isSame(post.mark.outlet, wanted) || post.hash !== hash || !isYoung(post.mark)) {
      post.outlet = wanted;
      const at = clock.now();
      await record(post, 'sending', { hash });
      [post.mark, post.hash] = [{ at, outlet: wanted }, hash];
    }
    return post.mark;
  };

  /** While Discord still knows the nonce, sending again gives the earlier message instead of a second one. */
  const isWithinNonce = ({ at, outlet: marked }: Mark): boolean =>
    marked === null && outlet.kind === 'bot' && clock.now().getTime() < at.getTime() + limits.nonceMs;

  const lookFor = async (post: LivePost, mark: Mark): Promise<Found> => {
    const nonceMs = mark.outlet === null ? limits.nonceMs : 0;
    const untilMs = mark.at.getTime() + nonceMs + limits.sendDeadlineMs + limits.doubtMarginMs;
    const named = speaker === null ? null : botOutlet(place, speaker);
    const doubtful = {
      turnId,
      channelId: place.channelId,
      triggerId: order.triggerId,
      sendingAt: mark.at,
      webhookId: mark.outlet?.webhookId ?? null,
      username: mark.outlet?.name ?? (speaker === null ? null : speakerName(speaker.name)),
      prefix: post.chunk === 0 && named?.kind === 'bot' ? named.prefix : '',
      hash: post.hash,
    };
    const look = () => findSent(doubtful, { discord, gateway, untilMs });
    try {
      // What is there already needs no waiting; only its absence does.
      const early = await look();
      if (early.kind === 'found') return early;
      await clock.sleep(Math.max(0, untilMs - clock.now().getTime()), signal);
      return await look();
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown;
      signal.throwIfAborted();
      throw new DeliveryPostponedError('the channel cannot be read just now', {
        cause: thrown,
        waitMs: LONGEST_WAIT_MS,
      });
    }
  };

  const waitFor = async (waitMs: number): Promise<void> => {
    if (waitMs > LONGEST_WAIT_MS) throw new DeliveryPostponedError('Discord asks for a long wait', { waitMs });
    await clock.sleep(waitMs, signal);
  };

  /** Finds out what became of a post that may have been sent. @returns false when nothing of it has arrived so far */
  const resolveDoubt = async (post: LivePost, mark: Mark): Promise<boolean> => {
    const found = await lookFor(post, mark);
    if (found.kind === 'found') {
      [post.state, post.messageId, post.isUnrecorded, post.isDoubtful] = ['sent', found.messageId, true, false];
      return true;
    }
    if (found.kind === 'removed') {
      // Whoever deleted it does not want it there.
      log.info({ turnId, chunk: post.chunk }, 'a post was deleted before it was recorded');
      [post.messageId, post.isDoubtful] = [found.messageId, false];
      await record(post, 'deleted');
      return true;
    }
    if (found.kind === 'unreadable') {
      log.error({ turnId, chunk: post.chunk }, 'cannot tell whether a post arrived, it is not sent again');
      await record(post, 'uncertain');
      return true;
    }
    [post.mark, post.isDoubtful, post.isGivenUp] = [null, false, true];
    return false;
  };

  const send = async (post: LivePost, text: string): Promise<void> => {
    const { chunk } = post;
    let webhooksTried = 0;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      signal.throwIfAborted();
      if (post.mark !== null && post.isDoubtful && !isWithinNonce(post.mark) && (await resolveDoubt(post, post.mark)))
        return;
      const mark = await renewMark(post, hashText(text));
      const leftMs = post.isDoubtful
        ? limits.sendDeadlineMs
        : mark.at.getTime() + limits.sendDeadlineMs - clock.now().getTime();
      const deadline = AbortSignal.timeout(Math.max(1, leftMs));
      post.writtenAtMs = clock.now().getTime();
      const result = await sendPost(discord, outlet, {
        turnId,
        chunk,
        text,
        button: chunk === 0 ? order.button : null,
        signal: deadline,
      });
      log.debug({ turnId, chunk, attempt, result: result.kind }, 'post sent or not');

      switch (result.kind) {
        case 'sent':
          // Under the nonce of a doubtful mark Discord may give the earlier message again, with the text of then.
          if (!post.isDoubtful || shows(result.message, text, chunk)) post.hash = hashText(text);
          [post.state, post.messageId, post.isUnrecorded, post.isDoubtful] = ['sent', result.message.id, true, false];
          return;
        case 'doubtful':
          post.isDoubtful = true;
          continue;
        case 'rate-limited':
          await waitFor(Math.max(result.waitMs, 250 * attempt));
          // An earlier attempt may still have arrived: then its mark stays.
          if (!post.isDoubtful) post.mark = null;
          continue;
        case 'webhook-gone':
        case 'wrong-channel':
          outlet = await otherOutlet({ mayMakeWebhook: webhooksTried === 0 });
          webhooksTried += 1;
          [post.mark, post.isDoubtful] = [null, false];
          continue;
        case 'invalid':
          outlet = plainerOutlet(result);
          [post.mark, post.isDoubtful] = [null, false];
          continue;
        case 'unavailable':
          throw new DeliveryPostponedError(result.reason);
        case 'forbidden':
        case 'webhooks-full':
        case 'message-gone':
        case 'undeliverable':
          throw new UndeliverableError(result.reason);
      }
    }
    throw new DeliveryPostponedError('Discord gave no clear answer', { waitMs: LONGEST_WAIT_MS });
  };

  const shows = (message: SentMessage, text: string, chunk: number): boolean =>
    hashText(message.content) === hashText(wireText(outlet, { text, chunk }));

  /** Another webhook in place of one that is gone, once; then the bot itself. */
  const otherOutlet = async ({ mayMakeWebhook }: { mayMakeWebhook: boolean }): Promise<Outlet> => {
    const channelId = webhookChannelOf(place);
    if (!mayMakeWebhook || outlet.kind === 'bot' || channelId === null || speaker === null)
      return botOutlet(place, speaker);
    let webhook: Webhook | null;
    try {
      webhook = await webhooks.find(channelId, { exceptId: outlet.webhook.id });
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown;
      const failure = readDiscordFailure(thrown);
      if (failure.kind === 'undeliverable') throw new UndeliverableError(failure.reason, { cause: thrown });
      throw new DeliveryPostponedError('no webhook can be made just now', { cause: thrown });
    }
    return webhook === null ? botOutlet(place, speaker) : webhookOutlet(place, speaker, webhook);
  };

  /** What Discord does not accept is left out: first the picture, then the name. */
  const plainerOutlet = ({ reason, fields }: Extract<Sent, { kind: 'invalid' }>): Outlet => {
    if (outlet.kind === 'bot' || fields.includes('content')) throw new UndeliverableError(reason);
    return outlet.avatarUrl !== null && fields.includes('avatar_url')
      ? { ...outlet, avatarUrl: null }
      : botOutlet(place, speaker);
  };

  /** The webhook that sent a post, while it is there. */
  const webhookOf = (post: LivePost): Webhook | null =>
    outlet.kind === 'webhook' && outlet.webhook.id === post.outlet?.webhookId ? outlet.webhook : null;

  /** Repeats a change of one message until Discord has taken it, not faster than once in `editEveryMs`. */
  const change = async (
    post: LivePost,
    request: (messageId: string, deadline: AbortSignal) => Promise<void>,
  ): Promise<'done' | 'message-gone' | 'webhook-gone'> => {
    const { messageId } = post;
    if (messageId === null) return 'message-gone';
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const waitMs = post.writtenAtMs + limits.editEveryMs - clock.now().getTime();
      if (waitMs > 0) await clock.sleep(waitMs, signal);
      signal.throwIfAborted();
      post.writtenAtMs = clock.now().getTime();
      try {
        await request(messageId, AbortSignal.any([signal, AbortSignal.timeout(limits.sendDeadlineMs)]));
        return 'done';
      } catch (thrown) {
        signal.throwIfAborted();
        const failure = readDiscordFailure(thrown);
        log.debug({ turnId, chunk: post.chunk, attempt, result: failure.kind }, 'post not changed');
        switch (failure.kind) {
          case 'message-gone':
          case 'webhook-gone':
            return failure.kind;
          case 'rate-limited':
            await waitFor(Math.max(failure.waitMs, 250 * attempt));
            continue;
          case 'doubtful':
          case 'unavailable':
            await waitFor(250 * attempt);
            continue;
          case 'forbidden':
          case 'webhooks-full':
          case 'invalid':
          case 'undeliverable':
            throw new UndeliverableError(failure.reason, { cause: thrown });
        }
      }
    }
    throw new DeliveryPostponedError('Discord does not take a change', { waitMs: LONGEST_WAIT_MS });
  };

  const editTo = async (post: LivePost, text: string): Promise<void> => {
    const { chunk } = post;
    const sender = webhookOf(post);
    const threadId = outlet.kind === 'webhook' ? outlet.threadId : null;
    const changed =
      post.outlet !== null && sender === null
        ? 'webhook-gone'
        : await change(post, (id, deadline) => {
            if (sender !== null) return discord.editWebhookMessage(sender, { id, threadId, content: text }, deadline);
            const content = wireText(botOutlet(place, speaker), { text, chunk });
            return discord.editMessage(place.channelId, { id, content }, deadline);
          });
    if (changed === 'done') {
      post.hash = hashText(text);
      return;
    }
    if (changed === 'message-gone') {
      // Whoever deleted it does not want it there.
      log.info({ turnId, chunk }, 'a post was deleted while it was written');
      await record(post, 'deleted');
      return;
    }
    // Nobody can change it any more: it is replaced.
    await removePost(post);
    if (outlet.kind === 'webhook' && outlet.webhook.id === post.outlet?.webhookId)
      outlet = await otherOutlet({ mayMakeWebhook: true });
    [post.mark, post.messageId, post.isDoubtful] = [null, null, false];
    await send(post, text);
  };

  const removePost = async (post: LivePost): Promise<void> => {
    if (post.state === 'sending' && post.mark !== null && post.isDoubtful) await resolveDoubt(post, post.mark);
    if (post.messageId === null) {
      if (post.state === 'sending') await record(post, 'deleted');
      return;
    }
    if (post.state === 'deleted') return;
    await record(post, 'deleting');
    const sender = webhookOf(post);
    const threadId = outlet.kind === 'webhook' ? outlet.threadId : null;
    const removed =
      sender === null
        ? 'webhook-gone'
        : await change(post, (id, deadline) => discord.deleteWebhookMessage(sender, { id, threadId }, deadline));
    if (removed === 'webhook-gone') {
      try {
        await change(post, (id, deadline) => discord.deleteMessage(place.channelId, id, deadline));
      } catch (error) {
        if (!(error instanceof UndeliverableError)) throw error;
        log.warn({ err: error, turnId, chunk: post.chunk }, 'a post of a webhook that is gone stays where it is');
      }
    }
    await record(post, 'deleted');
  };

  const bring = async (post: LivePost, text: string): Promise<void> => {
    if (post.state === 'planned' || post.state === 'sending') await send(post, text);
    if (post.state === 'sent' && post.hash !== hashText(text)) {
      if (post.isUnrecorded) await recordSent(post);
      await editTo(post, text);
    }
  };

  const recordSent = async (post: LivePost): Promise<void> => {
    await record(post, 'sent', { hash: post.hash });
    post.isUnrecorded = false;
  };

  return {
    get outlet() {
      return outlet;
    },
    areShown: () =>
      [...live.values()].some(({ state }) => state === 'sending' || state === 'sent' || state === 'deleting'),
    async show(texts, begin) {
      for (const [chunk, text] of texts.entries()) {
        const hash = hashText(text);
        let post = live.get(chunk);
        if (post === undefined) {
          post = newPost(chunk);
          if (chunk === 0) {
            const at = clock.now();
            post.outlet = recordOf(outlet);
            await begin({ hash, outlet: post.outlet });
            Object.assign(post, { state: 'sending', hash, mark: { at, outlet: post.outlet } });
          }
          live.set(chunk, post);
        }
        await bring(post, text);
        // A message is known to the ledger before it is changed: by its first text alone it would not be found.
        if (post.state === 'sent' && post.isUnrecorded) await recordSent(post);
      }
    },
    async deliver(wanted, markedAt) {
      for (const [index, { chunk, text, hash, outlet: marked, ...post }] of wanted.entries()) {
        let mine = live.get(chunk);
        if (mine === undefined) {
          const isMarked = post.state === 'sending' && markedAt !== null;
          mine = Object.assign(newPost(chunk), {
            state: post.state,
            hash,
            mark: isMarked ? { at: markedAt, outlet: marked } : null,
            outlet: marked,
          });
          live.set(chunk, mine);
        }
        if (text === null) await removePost(mine);
        else await bring(mine, text);
        if (mine.state === 'sent' && mine.isUnrecorded && index < wanted.length - 1) await recordSent(mine);
      }
      const unrecorded = [...live.values()].flatMap(({ chunk, state, isUnrecorded, messageId, outlet: sentBy }) =>
        state === 'sent' && isUnrecorded && messageId !== null ? [{ chunk, messageId, outlet: sentBy }] : [],
      );
      return { unrecorded };
    },
    async remove() {
      for (const post of live.values()) await removePost(post);
    },
  };
}

function newPost(chunk: number): LivePost {
  return {
    chunk,
    state: 'planned',
    hash: '',
    mark: null,
    isDoubtful: false,
    isGivenUp: false,
    messageId: null,
    outlet: null,
    isUnrecorded: false,
    writtenAtMs: 0,
  };
}

function revive({ chunk, state, hash, sendingAt, messageId, outlet }: Post, { ledgerAheadMs }: PostOrder): LivePost {
  const isDoubtful = state === 'sending' && sendingAt !== null;
  const at = isDoubtful ? new Date(new Date(sendingAt).getTime() - ledgerAheadMs) : null;
  return { ...newPost(chunk), state, hash, messageId, outlet, isDoubtful, mark: at && { at, outlet } };
}

function isSame(one: PostOutlet, other: PostOutlet): boolean {
  return one?.webhookId === other?.webhookId && one?.name === other?.name;
}
