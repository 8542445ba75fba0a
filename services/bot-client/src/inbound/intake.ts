import {
  acceptTrigger,
  answerTurn,
  answerTurnJobId,
  compareSnowflakes,
  type EffectiveSettings,
  type ErrorCode,
  findTriggers,
  forgetMessages,
  MAX_CHARACTERS_PER_TRIGGER,
  MAX_TRIGGERS_FOUND,
  type OwnMessage,
  quietChannel,
  type RouteInput,
  type RouteOutput,
  recordScene,
  reviseMessage,
  snowflakeTimeMs,
  type Trigger,
} from '@tzurot/contracts';
import {
  AppError,
  type Clock,
  type JobQueues,
  type Log,
  newTraceId,
  type RouteClient,
  type SharedState,
  withTrace,
} from '@tzurot/platform';
import type { Message } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { isFinalForDiscord } from '../discord/is-final.ts';
import type { AddressBook } from './address-book.ts';
import { findAnsweredBefore } from './answered-before.ts';
import { type Address, type CharacterAddress, findAddress, isOurs, type Ourselves, saysMore } from './filter.ts';
import type { SceneGatherer } from './gather.ts';
import { createJoining, type Patience } from './joining.ts';
import { createLanes } from './lanes.ts';
import { createMarkTracker, type MarkTracker } from './mark.ts';
import type { Notices } from './notices.ts';
import { missingToAnswer } from './place.ts';
import { createProxies, type Proxied } from './proxied.ts';
import { toTrigger } from './scene-message.ts';

export interface Intake {
  /** For every new message. Returns at once; everything slow happens behind it. */
  receive(message: Message, mark: MarkTracker): void;
  /** Somebody types: what they said just before may go on. */
  typing(channelId: string, userId: string): void;
  /** A person's message is gone, with what it said: a proxy may say it again. */
  vanished(message: Message): void;
  /** For messages found in a look back: at once, while new ones wait behind `holdBack`. Resolves when it is accepted or ignored. */
  receiveMissed(message: Message, mark: MarkTracker): Promise<void>;
  /** A message that called nobody, and for which its author has chosen a character afterwards. */
  receiveFor(message: Message, characterId: string): Promise<void>;
  /** Whether characters would answer it, as far as can be told without asking anybody. */
  isForCharacters(message: Message): boolean;
  /** Of the messages of one channel, the oldest first, those that were answered before the ledger was set back. */
  findAnswered(messages: readonly Message[]): Promise<ReadonlySet<string>>;
  /** Somebody wants an answer to it although it is old. */
  receiveLate(message: Message): Promise<void>;
  /** Accepts again what the ledger does not have any more, though it had said so: a failover may lose its last rows. */
  checkAccepted(): Promise<void>;
  /** A command that asks for a turn: accepted like a message, in the order of its channel. */
  receiveCommand(trigger: Trigger, characterId: string, gather: () => Promise<GatheredScene>): Promise<Accepted>;
  /**
   * Its author has edited a message: what was made of it gets the new text. Where it calls somebody only now, it is
   * received; `isRecent` tells whether an answer may still be expected.
   */
  revise(message: Message, mark: MarkTracker, isRecent: boolean): Promise<void>;
  /** Messages are gone, people's or ours: turns need no reply any more, and what was said is forgotten. */
  withdraw(messageIds: readonly string[], ours?: readonly OwnMessage[]): Promise<void>;
  /** New messages, of one channel or of all, wait until the returned function is called, once: older ones have to be accepted first. */
  holdBack(channelId?: string): () => void;
  /** Resolves when nothing is being accepted or gathered. */
  idle(): Promise<void>;
}

export type Accepted = RouteOutput<typeof acceptTrigger>;

/** What is recorded of a scene: for a command, the message that shows its words too. */
export type GatheredScene = RouteInput<typeof recordScene>['body'];

/** What is said as one, in its order. */
type Messages = readonly [Message, ...Message[]];

/** A message on its way to be accepted. */
interface Taken {
  message: Message;
  mark: MarkTracker;
  /** Null for one that calls nobody by itself. */
  address: Address | null;
  /** It belongs to what its author said just before. */
  joins: boolean;
  proxied: Proxied | null;
  /** Lets the mark pass it. */
  release: () => void;
}

export interface IntakeParts {
  book: AddressBook;
  gatherer: SceneGatherer;
  gateway: RouteClient;
  queues: JobQueues;
  state: SharedState;
  notices: Notices;
  clock: Clock;
  log: Log;
  ourselves: () => Ourselves;
}

/** Put under a stop word that had something to end. */
const HEARD = '🤐';
const REMEMBERED_TRIGGERS = 10_000;
/** As long as a gateway may need to come back. */
const CORRECTION_TIMEOUT_MS = 5 * 60_000;
/** After a job was enqueued. */
const RECORD_AFTER_MS = 50;
const RETRY_PAUSE_MS = { first: 200, longest: 5_000 } as const;
/** What nobody can change by trying again. */
const FINAL_ERRORS: ReadonlySet<ErrorCode> = new Set([
  'invalid-input',
  'forbidden',
  'not-found',
  'conflict',
  'gone',
  'too-large',
  'limit-reached',
]);
/** A message that fails without a reason we know, so often and while others are accepted, fails by itself. */
const UNEXPLAINED_TRIES = 8;
/** Or for so long, since those behind it wait. */
const UNEXPLAINED_FOR_MS = 10 * 60_000;
const REFERENCE_TRIES = 20;
/** A failover that loses more than its last minutes is a restore, and found in a look back. */
const CHECKED_FOR_MS = 5 * 60_000;

/**
 * Turns messages into accepted triggers and jobs. Accepts run one after another per channel, so that
 * acceptance is order; scenes are gathered beside that.
 */
export function createIntake(parts: IntakeParts): Intake {
  const { book, gatherer, gateway, queues, log } = parts;
  const lanes = createLanes();
  const gathering = new Set<Promise<void>>();
  /** Discord may deliver an event twice; the ledger would notice too, at the price of a call. */
  const received = new LRUCache<string, true>({ max: REMEMBERED_TRIGGERS });
  /** Deleted lately, perhaps before the ledger knew of it. */
  const gone = new LRUCache<string, true>({ max: REMEMBERED_TRIGGERS });
  const acceptedLately = new LRUCache<string, Messages>({ max: MAX_TRIGGERS_FOUND * 4, ttl: CHECKED_FOR_MS });
  let holds = 0;
  const heldChannels = new Map<string, number>();
  /** Grows with each call that was answered: the gateway is there. */
  let answeredCalls = 0;
  /**
   * New messages that wait, by id, in the order in which they came. They stand outside of their channel's
   * lane, since what is missed has to pass them there.
   */
  const saidLately = new LRUCache<string, { content: string; atMs: number }>({ max: REMEMBERED_TRIGGERS });
  const proxies = createProxies();
  const joining = createJoining<Taken>((joined) => pass(toNonEmpty(joined.map(({ waiting }) => waiting))));
  const heldBack = new Map<string, { channelId: string; enter: () => Promise<void> }>();

  /** What is left to do with a message; null when that is nothing. */
  function take(message: Message, mark: MarkTracker, opened: Taken | null = null): Taken | null {
    const proxied = proxies.isProxied(message) ? proxies.find(message) : null;
    const speakerId = proxied?.author.id;
    const address = findAddress(message, book, parts.ourselves(), speakerId === undefined ? {} : { speakerId });
    const isForLater = address?.kind === 'characters' || address?.kind === 'unseen-reference';
    if (received.has(message.id) || (isForLater && isRepeat(message, speakerId ?? message.author.id))) {
      mark.note(message.id);
      return null;
    }
    const joins = opened !== null && proxied === null && isMoreOf(opened, address, message);
    if (!isForLater && !joins) {
      mark.note(message.id);
      if (address !== null) sayWhyNot(message, address);
      return null;
    }
    received.set(message.id, true);
    if (proxied?.original) replace(proxied.original.id);
    return { message, mark, address: isForLater ? address : null, joins, proxied, release: mark.hold(message.id) };
  }

  /** Whether it belongs to what its author has said just before: it calls nobody else. */
  function isMoreOf(opened: Taken, address: Address | null, message: Message): boolean {
    if (!saysMore(message)) return false;
    if (address === null || address.kind === 'unknown-name') return true;
    if (address.kind !== 'characters' || address.repliesToOurs) return false;
    const called = opened.address?.kind === 'characters' ? opened.address.characterIds : [];
    return address.characterIds.every((id) => called.includes(id));
  }

  /** The same words again, before anybody could have answered them. */
  function isRepeat(message: Message, authorId: string): boolean {
    const { content, channelId } = message;
    if (content === '' || message.attachments.size > 0) return false;
    const withinMs = (settingsFor(message).repeatSeconds.value ?? 0) * 1_000;
    if (withinMs === 0) return false;
    const key = `${channelId} ${authorId}`;
    const before = saidLately.get(key);
    saidLately.set(key, { content, atMs: message.createdTimestamp });
    return before?.content === content && message.createdTimestamp - before.atMs < withinMs;
  }

  function settingsFor({ channelId, guildId, channel }: Message): EffectiveSettings {
    const parentId = channel.isThread() ? channel.parentId : null;
    return book.settingsOf({ channelId, parentId, guildId });
  }

  function patienceFor(message: Message): Patience {
    const { joinSeconds, typingSeconds } = settingsFor(message);
    return { joinMs: (joinSeconds.value ?? 0) * 1_000, typingMs: (typingSeconds.value ?? 0) * 1_000 };
  }

  /** Whoever waits sees that they were heard. */
  function showTyping({ channel }: Message): void {
    if (!channel.isSendable()) return;
    channel.sendTyping().catch((error: unknown) => log.debug({ err: error }, 'typing was not shown'));
  }

  /** A proxy says it again: nobody answers the original. */
  function replace(originalId: string): void {
    gone.set(originalId, true);
    joining.drop(originalId)?.release();
  }

  /** Has messages accepted that are answered as one. */
  function enter(joined: readonly [Taken, ...Taken[]]): Promise<void> {
    const messages = toNonEmpty(joined.map(({ message }) => message));
    const last = joined.at(-1) ?? joined[0];
    const address = addressOf(joined);
    const enterLane = () =>
      lanes.run(last.message.channelId, async () => {
        const known =
          address?.kind === 'unseen-reference' ? await askForReference(joined[0].message, address.messageId) : address;
        if (known?.kind === 'characters') await acceptMessages(messages, known, last);
        else if (known !== null) sayWhyNot(last.message, known);
      });
    return withTrace(newTraceId(), enterLane)
      .catch((error: unknown) => {
        // Only what no further try can help comes to this, so the mark may pass; its author is told.
        log.error({ err: error, triggerId: last.message.id }, 'message was not accepted');
        parts.notices.notAccepted(last.message);
      })
      .finally(() => {
        for (const { release } of joined) release();
      });
  }

  /** While new messages wait, these wait with them. */
  function pass(joined: readonly [Taken, ...Taken[]]): void {
    const { id, channelId } = joined[0].message;
    if (holds > 0 || heldChannels.has(channelId)) heldBack.set(id, { channelId, enter: () => enter(joined) });
    else void enter(joined);
  }

  function sayWhyNot(message: Message, address: Address): void {
    if (address.kind === 'bot') parts.notices.welcome(message);
    if (address.kind === 'stop-word') beQuiet(message);
    if (address.kind === 'denied') parts.notices.denied(message, address.denial);
    if (address.kind === 'unknown-name') parts.notices.unknownName(message);
  }

  /** Behind what was said before it. Nobody waits for it, and who wants quiet can say so again. */
  function beQuiet(message: Message): void {
    const { channelId, id: messageId, author } = message;
    const askForQuiet = async () => {
      const call = { params: { channelId }, body: { askerId: author.id, messageId } };
      const { ended, stopping } = await gateway.call(quietChannel, call);
      if (ended + stopping > 0) await message.react(HEARD);
    };
    lanes
      .run(channelId, askForQuiet)
      .catch((error: unknown) => log.info({ err: error, messageId }, 'stop word had no effect'));
  }

  /** Whom a message is for whose reference the cache does not have; when Discord does not tell, the ledger decides. */
  async function askForReference(message: Message, referencedId: string): Promise<Address | null> {
    const addressWhen = (repliesToOurs: boolean) => findAddress(message, book, parts.ourselves(), { repliesToOurs });
    for (let tries = 1, pauseMs: number = RETRY_PAUSE_MS.first; ; tries += 1) {
      try {
        return addressWhen(isOurs(await message.channel.messages.fetch(referencedId), parts.ourselves()));
      } catch (error) {
        if (isFinalForDiscord(error)) return addressWhen(false);
        log.warn({ err: error, triggerId: message.id }, 'what a message replies to could not be fetched');
        if (tries >= REFERENCE_TRIES) break;
        await parts.clock.sleep(pauseMs);
        pauseMs = Math.min(pauseMs * 2, RETRY_PAUSE_MS.longest);
      }
    }
    const address = addressWhen(false);
    const nobody = { kind: 'characters', characterIds: [], tooMany: 0, isDm: message.guildId === null } as const;
    return address?.kind === 'characters' ? address : { ...nobody, characterIds: [], repliesToOurs: false };
  }

  const acceptAfterwards = (messages: Messages): Promise<void> => {
    const [first] = messages;
    return lanes.run(first.channelId, async () => {
      for (const { id } of messages) received.set(id, true);
      const seen = findAddress(first, book, parts.ourselves());
      const address = seen?.kind === 'unseen-reference' ? await askForReference(first, seen.messageId) : seen;
      if (address?.kind === 'characters') await acceptMessages(messages, address, afterwards());
    });
  };

  /** Of these messages, wherever they were written, those behind which their reply stands already. */
  async function findAnsweredOf(messages: readonly Message[]): Promise<ReadonlySet<string>> {
    const answered = new Set<string>();
    for (const inChannel of Map.groupBy(messages, ({ channelId }) => channelId).values()) {
      const [oldest] = inChannel;
      if (oldest === undefined) continue;
      const behind = await oldest.channel.messages.fetch({ after: oldest.id, limit: 100 });
      const all = new Map([...inChannel, ...behind.values()].map((message) => [message.id, message]));
      const inOrder = [...all.values()].toSorted((one, other) => compareSnowflakes(one.id, other.id));
      for (const id of await findAnsweredBefore(inOrder, parts)) answered.add(id);
    }
    return answered;
  }

  async function acceptMessages(
    messages: Messages,
    address: CharacterAddress,
    { mark, proxied }: Pick<Taken, 'mark' | 'proxied'>,
  ): Promise<void> {
    const message = messages.at(-1) ?? messages[0];
    const earlier = messages.slice(0, -1);
    const missing = missingToAnswer(message.channel, parts.ourselves().userId);
    if (missing !== null) return parts.notices.cannotAnswer(message, missing);
    const trigger = toTrigger(message, { earlier, proxied });
    const accepting = accept(trigger, address, proxied?.original?.id);
    // Beside it: mostly nothing has to be fetched, and the work is done while the gateway does its own.
    const gathered = gatherer.gather(message, trigger.author.id, earlier);
    gathered.catch(() => {});
    const accepted = await accepting;
    if (accepted.limitedForMs !== undefined)
      return parts.notices.tooFast(message, waitLeft(message.id, accepted.limitedForMs));
    if (accepted.status === 'ignored') {
      if (accepted.refusal !== undefined) parts.notices.refused(message, accepted.refusal);
      else if (address.isDm) parts.notices.welcome(message);
      return;
    }
    acceptedLately.set(message.id, messages);
    if (gone.has(message.id)) return withdraw([message.id]);
    if (address.tooMany > 0) parts.notices.tooMany(message, MAX_CHARACTERS_PER_TRIGGER);
    if (!accepted.needsScene) return;
    // Whoever comes after us looks back to here and gathers the scene, should we not get to it.
    const releaseMark = mark.hold(message.id);
    void gatherAndEnqueue(trigger, accepted, () => gathered).then(releaseMark);
  }

  /** @param waitMs from the moment of the message */
  function waitLeft(messageId: string, waitMs: number): number {
    return Math.max(0, snowflakeTimeMs(messageId) + waitMs - parts.clock.now().getTime());
  }

  /**
   * Waits as long as the gateway is away, or says no more than that something failed: messages are kept here meanwhile,
   * in order, and the mark stands still.
   * @throws what is final, and what fails for no known reason while others are accepted
   */
  async function accept(
    trigger: Trigger,
    { characterIds, repliesToOurs, active }: CharacterAddress,
    replacesId: string | undefined,
  ): Promise<Accepted> {
    const startedAt = parts.clock.now().getTime();
    const answeredBefore = answeredCalls;
    let unexplained = 0;
    for (let pauseMs: number = RETRY_PAUSE_MS.first; ; pauseMs = Math.min(pauseMs * 2, RETRY_PAUSE_MS.longest)) {
      try {
        const replaced = replacesId !== undefined && { replacesId };
        const body = { trigger, characterIds, repliesToOurs, ...(active && { active }), ...replaced };
        const accepted = await gateway.call(acceptTrigger, { body });
        answeredCalls += 1;
        return accepted;
      } catch (error) {
        if (error instanceof AppError && FINAL_ERRORS.has(error.code)) throw error;
        if (!(error instanceof AppError) || !error.retry) {
          unexplained += 1;
          const isAlone = unexplained >= UNEXPLAINED_TRIES && answeredCalls > answeredBefore;
          if (isAlone || parts.clock.now().getTime() - startedAt > UNEXPLAINED_FOR_MS) throw error;
        }
        log.warn({ err: error, triggerId: trigger.id }, 'not accepted yet, message waits');
        await parts.clock.sleep(pauseMs);
      }
    }
  }

  /** Resolves when it is done, or is left to the gateway. */
  function gatherAndEnqueue(trigger: Trigger, accepted: Accepted, gather: () => Promise<GatheredScene>): Promise<void> {
    const gatherThenEnqueue = async () => {
      try {
        const gathered = await gather();
        const { shownAsId, ...scene } = gathered;
        const enqueuing = Promise.all(
          accepted.turns.map(({ turnId }) =>
            queues.enqueue(answerTurn, { turnId, trigger, scene }, { id: answerTurnJobId(turnId, 0) }),
          ),
        );
        // Recorded whatever becomes of the jobs, since the gateway wakes turns with it; but not while they are begun,
        // which the reply waits for.
        await enqueuing.catch(() => {});
        await parts.clock.sleep(RECORD_AFTER_MS);
        await gateway.call(recordScene, { params: { triggerId: trigger.id }, body: gathered });
        await enqueuing;
        if (shownAsId !== undefined && gone.has(shownAsId)) await withdraw([trigger.id]);
      } catch (error) {
        // Nothing is lost: the gateway enqueues accepted triggers by itself after half a minute.
        log.warn({ err: error, triggerId: trigger.id }, 'turn was not enqueued');
      } finally {
        gathering.delete(work);
      }
    };
    const work = gatherThenEnqueue();
    gathering.add(work);
    return work;
  }

  /** Of one channel, or of all. */
  function count(channelId: string | undefined, change: 1 | -1): void {
    if (channelId === undefined) {
      holds += change;
      return;
    }
    const left = (heldChannels.get(channelId) ?? 0) + change;
    if (left > 0) heldChannels.set(channelId, left);
    else heldChannels.delete(channelId);
  }

  async function withdraw(messageIds: readonly string[], ours: readonly OwnMessage[] = []): Promise<void> {
    const body = { messageIds: [...messageIds], ours: [...ours] };
    await gateway.call(forgetMessages, { body, timeoutMs: CORRECTION_TIMEOUT_MS });
  }

  return {
    receive(message, mark) {
      const opened = joining.findOpen(message);
      const taken = take(message, mark, opened);
      if (taken === null) return;
      if (opened !== null && !taken.joins) joining.flush(message);
      const patience = patienceFor(message);
      const waits = patience.joinMs > 0 && taken.address?.kind === 'characters' && taken.proxied === null;
      if (!taken.joins && !waits) return pass([taken]);
      joining.add(message, taken, patience);
      if (!taken.joins) showTyping(message);
    },

    typing: joining.typing,
    vanished: proxies.vanished,

    async receiveMissed(message, mark) {
      // One that came in the meantime goes now: what the look back finds behind it is newer.
      const held = heldBack.get(message.id);
      heldBack.delete(message.id);
      if (held) return held.enter();
      const taken = take(message, mark);
      if (taken !== null) await enter([taken]);
    },

    receiveFor: (message, characterId) =>
      lanes.run(message.channelId, async () => {
        received.set(message.id, true);
        const address: CharacterAddress = {
          kind: 'characters',
          characterIds: [characterId],
          tooMany: 0,
          repliesToOurs: false,
          isDm: message.guildId === null,
        };
        // The mark has passed the message long since.
        await acceptMessages([message], address, afterwards());
      }),

    isForCharacters: (message) => findAddress(message, book, parts.ourselves())?.kind === 'characters',

    findAnswered: (messages) => findAnsweredBefore(messages, parts),

    receiveLate: (message) => acceptAfterwards([message]),

    async checkAccepted() {
      const expected = [...acceptedLately.keys()];
      for (let start = 0; start < expected.length; start += MAX_TRIGGERS_FOUND) {
        const triggerIds = expected.slice(start, start + MAX_TRIGGERS_FOUND);
        const known = new Set((await gateway.call(findTriggers, { body: { triggerIds } })).triggerIds);
        const lost = triggerIds.filter((id) => !known.has(id) && !gone.has(id)).toSorted(compareSnowflakes);
        const asked = lost.flatMap((id) => {
          const messages = acceptedLately.get(id);
          return messages === undefined ? [] : [{ id, messages }];
        });
        const answered = await findAnsweredOf(asked.flatMap(({ messages }) => messages));
        for (const { id, messages } of asked) {
          const isAnswered = messages.some((message) => answered.has(message.id));
          log.warn({ triggerId: id, isAnswered }, 'the ledger has lost a message that it had accepted');
          if (isAnswered) acceptedLately.delete(id);
          else await acceptAfterwards(messages);
        }
      }
    },

    receiveCommand: (trigger, characterId, gather) =>
      lanes.run(trigger.place.channelId, async () => {
        const accepted = await gateway.call(acceptTrigger, { body: { trigger, characterIds: [characterId] } });
        if (accepted.limitedForMs !== undefined) {
          throw new AppError('too-many-requests', 'person is over the trigger limit', {
            reason: 'too-many-messages',
            facts: { seconds: Math.ceil(waitLeft(trigger.id, accepted.limitedForMs) / 1_000) },
          });
        }
        if (accepted.needsScene) void gatherAndEnqueue(trigger, accepted, gather);
        return accepted;
      }),

    async revise(message, mark, isRecent) {
      if (message.webhookId !== null || message.author.bot) return;
      if (isRecent && !received.has(message.id)) {
        const taken = take(message, mark);
        if (taken !== null) await enter([taken]);
      }
      const { content, attachments } = toTrigger(message);
      // Behind its acceptance, which may have the old text or the new one.
      await lanes.run(message.channelId, () =>
        gateway.call(reviseMessage, {
          params: { messageId: message.id },
          body: { content, attachments },
          timeoutMs: CORRECTION_TIMEOUT_MS,
        }),
      );
    },

    withdraw(messageIds, ours) {
      for (const messageId of messageIds) {
        gone.set(messageId, true);
        joining.drop(messageId)?.release();
      }
      return withdraw(messageIds, ours);
    },

    holdBack(channelId) {
      count(channelId, 1);
      return () => {
        count(channelId, -1);
        if (holds > 0) return;
        for (const [messageId, waiting] of heldBack) {
          if (heldChannels.has(waiting.channelId)) continue;
          heldBack.delete(messageId);
          void waiting.enter();
        }
      };
    },

    async idle() {
      joining.flushAll();
      do {
        await lanes.idle();
        await Promise.all(gathering);
      } while (gathering.size > 0);
    },
  };
}

/** Of a message that the mark has passed long since. */
const afterwards = (): Pick<Taken, 'mark' | 'proxied'> => ({ mark: createMarkTracker(), proxied: null });

/** Whom messages that are said as one are for: the first of them says it, and who is named in any of them is named. */
function addressOf([first, ...more]: readonly [Taken, ...Taken[]]): Address | null {
  const { address } = first;
  if (address?.kind !== 'characters' || address.active === undefined) return address;
  const named = more.flatMap((each) => (each.address?.kind === 'characters' ? (each.address.active?.named ?? []) : []));
  return { ...address, active: { ...address.active, named: [...new Set([...address.active.named, ...named])] } };
}

function toNonEmpty<Item>([first, ...more]: readonly Item[]): [Item, ...Item[]] {
  if (first === undefined) throw new Error('nothing is said as one');
  return [first, ...more];
}
