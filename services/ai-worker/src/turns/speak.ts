import {
  type AnswerEnd,
  judgeWalletKey,
  type LoreRecord,
  type Reply,
  type Speaker,
  type UsageFacts,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { type CleanedReply, createReplyCleaner, type ReplyCleaner } from '../output/index.ts';
import {
  composePrompt,
  type PromptMessage,
  type PromptScene,
  PromptTooLongError,
  writeGreeting,
} from '../prompt/index.ts';
import { callVendor, checkKey, type Vendor, VendorError } from '../vendors/index.ts';
import { embedQuestion } from './embed-question.ts';
import { enrich, seedOf } from './enrich.ts';
import { findKey } from './find-key.ts';
import { keepTyping } from './keep-typing.ts';
import {
  capMark,
  cutMark,
  failureFactsOf,
  failureNotice,
  missingVendorNotice,
  modelMark,
  noGreetingNotice,
  nothingLeftNotice,
  refusalNotice,
  tooSmallWindowNotice,
} from './notice.ts';
import { openAgain } from './open.ts';
import { recall } from './recall.ts';
import { recallLore } from './recall-lore.ts';
import { usageOf } from './spend.ts';
import type { Turn, Words } from './turn.ts';

/** What comes of speaking, as it comes. The last is always `words`. */
export type Speech =
  /** More of the reply is there. `read` gives it as far as it is certain; cleaning takes time, so only who shows it reads it. */
  | { kind: 'draft'; read: () => string }
  /** The vendor's answer is whole and paid for: it is stored before anything else is done with it. */
  | { kind: 'answer'; answer: string; endedBy: AnswerEnd; call: UsageFacts; lore: LoreRecord | null }
  | { kind: 'words'; words: Words };

/** Reserved for the reply where the preset sets no limit. */
const DEFAULT_REPLY_TOKENS = 1_024;
/** An answer without any text is asked for again, once. */
const MAX_ANSWERS = 2;
const KEY_TEST_TIMEOUT_MS = 10_000;

/**
 * What is said in this turn: the model's reply while it comes, or a notice on why there is none. What an earlier attempt
 * was answered is not asked for again.
 * @throws TriggerWithdrawn when the message to answer goes meanwhile, StoppedByPerson when nobody wants even its first word
 */
export async function* speak(turn: Turn, ctx: WorkerContext): AsyncGenerator<Speech> {
  const { speaker, refusal, reply } = turn;
  if (refusal !== null) return yield notice(refusalNotice(speaker, refusal));
  if (reply !== null && reply.text !== null) return yield repeat(turn, reply, reply.text);
  if (reply !== null && reply.answer !== null && reply.endedBy !== null) {
    const cleaner = cleanerFor(turn);
    cleaner.add(reply.answer);
    return yield finish(turn, cleaner.finish(), reply.endedBy);
  }
  if (speaker === null) throw new AppError('internal', 'a turn without a speaker gives no reason');
  if (turn.trigger.kind === 'greeting') return yield greet(speaker, turn);
  const typing = keepTyping(turn.trigger.place.channelId, ctx);
  try {
    yield* answerNewest(turn, speaker, ctx);
  } catch (error) {
    const { withdrawn, stopped } = turn.watch;
    withdrawn.throwIfAborted();
    turn.signal.throwIfAborted();
    stopped.throwIfAborted();
    throw error;
  } finally {
    typing.stop();
  }
}

/**
 * Answers what the message says by now: whoever edits it while it is being answered is answered anew, once. After that, and
 * once the answer is whole, what was said stays.
 */
async function* answerNewest(turn: Turn, speaker: Speaker, ctx: WorkerContext): AsyncGenerator<Speech> {
  const { withdrawn, stopped, revised } = turn.watch;
  const signal = AbortSignal.any([turn.signal, withdrawn, stopped]);
  try {
    revised.throwIfAborted();
    return yield* answerAsItIs(turn, speaker, ctx, { signal: AbortSignal.any([signal, revised]), stopped });
  } catch (error) {
    if (!revised.aborted || signal.aborted) throw error;
    turn.log.info('the message was edited while it was answered');
  }
  yield* answerAsItIs(await openAgain(turn, ctx), speaker, ctx, { signal, stopped });
}

async function* answerAsItIs(
  turn: Turn,
  speaker: Speaker,
  ctx: WorkerContext,
  signals: Pick<Question, 'signal' | 'stopped'>,
): AsyncGenerator<Speech> {
  const [scene, embedding] = await Promise.all([enrich(turn, speaker, ctx), embedQuestion(turn, ctx)]);
  const memories = await recall(turn, scene, embedding, ctx);
  const lore = await recallLore(turn, { ...scene, memories }, ctx);
  yield* ask(turn, { ...scene, memories, lore: lore.told }, lore.record, ctx, signals);
}

/** A vendor's refusal becomes a notice, not an error: it is final, and the person learns what to do. */
async function* ask(
  turn: Turn,
  scene: PromptScene,
  lore: LoreRecord | null,
  ctx: WorkerContext,
  signals: Pick<Question, 'signal' | 'stopped'>,
): AsyncGenerator<Speech> {
  const { speaker } = scene;
  const vendor = ctx.vendors.get(turn.preset.vendor);
  if (vendor === undefined) return yield notice(missingVendorNotice(speaker, turn));
  try {
    yield* hear(turn, { ...compose(turn, scene, vendor), vendor, lore, ...signals }, ctx);
  } catch (error) {
    if (error instanceof PromptTooLongError) return yield notice(tooSmallWindowNotice(speaker, turn));
    if (!(error instanceof VendorError)) throw error;
    turn.log.warn({ err: error, vendor: vendor.id, model: turn.preset.model }, 'no reply from the model');
    if (error.problem === 'auth') await recheckKey(turn, vendor, ctx);
    yield notice(failureNotice(speaker, error, failureFactsOf(turn, vendor, ctx.limits.replyTimeoutMs)));
  }
}

interface Prompt {
  messages: PromptMessage[];
  maxTokens: number;
}

function compose(turn: Turn, scene: Parameters<typeof composePrompt>[0], vendor: Vendor): Prompt {
  const { contextTokens, model, parameters } = turn.preset;
  const wanted = parameters.max_tokens ?? DEFAULT_REPLY_TOKENS + vendor.thinkingTokens(parameters, model);
  // However long the reply may become, half of the window stays for what it answers.
  const replyTokens = Math.min(wanted, Math.floor(contextTokens / 2));
  const { messages, report } = composePrompt(scene, { contextTokens, replyTokens });
  turn.log.debug({ prompt: report }, 'prompt composed');
  return { messages, maxTokens: replyTokens };
}

interface Question extends Prompt {
  vendor: Vendor;
  /** Written down with the answer. */
  lore: LoreRecord | null;
  signal: AbortSignal;
  /** Aborts, as `signal` does, when a person wants no more of the reply. */
  stopped: AbortSignal;
}

/** Asks the model and passes on what it says. Of an answer that breaks off or is stopped, what could be read stands. */
async function* hear(turn: Turn, question: Question, ctx: WorkerContext): AsyncGenerator<Speech> {
  const { vendor, lore, signal, stopped } = question;
  const { model, parameters } = turn.preset;
  const endsAtMs = performance.now() + ctx.limits.replyTimeoutMs;
  for (let attempt = 1; ; attempt += 1) {
    const startedAtMs = performance.now();
    const call = { vendor: vendor.id, model, payer: turn.payer.kind };
    const cleaner = cleanerFor(turn);
    let answer = '';
    try {
      const access = await findKey(turn, vendor, ctx);
      const { messages, maxTokens } = question;
      const timeoutMs = Math.max(1, Math.ceil(endsAtMs - startedAtMs));
      const request = { ...access, model, messages, parameters, maxTokens };
      for await (const event of callVendor(vendor, request, { timeoutMs, signal, log: turn.log })) {
        if (event.kind === 'thought') cleaner.thoughtsComeApart();
        if (event.kind === 'text') {
          answer += event.text;
          cleaner.add(event.text);
          yield { kind: 'draft', read: cleaner.read };
        }
        if (event.kind !== 'end') continue;
        const { reason, usage, dropped } = event;
        const paid = usageOf({ ...call, outcome: 'answered', dropped }, usage, startedAtMs);
        ctx.counts.called(paid, null);
        yield { kind: 'answer', answer, endedBy: reason, call: paid, lore };
        return yield finish(turn, cleaner.finish(), reason);
      }
      throw new VendorError(vendor.id, 'down', 'the answer has no end');
    } catch (error) {
      const isFailure = error instanceof VendorError;
      const isEmpty = isFailure && error.problem === 'empty';
      const isStopped = stopped.aborted && !turn.signal.aborted;
      if (isFailure || signal.aborted) {
        const dropped = isFailure ? vendor.checkParameters(parameters, model) : [];
        const used = isFailure ? error.usage : null;
        const outcome = isEmpty ? 'empty' : isStopped ? 'answered' : 'failed';
        const paid = usageOf({ ...call, outcome, dropped }, used, startedAtMs);
        ctx.counts.called(paid, isFailure ? error.problem : 'cancelled');
        if ((isFailure || isStopped) && cleaner.finish().text !== '') {
          const endedBy = isStopped ? 'stopped' : 'failed';
          if (!isStopped) turn.log.warn({ err: error, vendor: vendor.id, model }, 'the answer broke off');
          yield { kind: 'answer', answer, endedBy, call: paid, lore };
          return yield finish(turn, cleaner.finish(), endedBy);
        }
        turn.spent.push(paid);
      }
      if (!isEmpty || attempt >= MAX_ANSWERS || performance.now() >= endsAtMs) throw error;
    }
  }
}

/** What was finished before: by an earlier attempt, or as a reply that is brought back. */
function repeat(turn: Turn, { kind, state, endedBy }: Reply, text: string): Speech {
  // Without an answer it is a person's own words, or a notice.
  const marks = endedBy === null ? [] : [cutMark(turn, endedBy), modelMark(turn)];
  return {
    kind: 'words',
    words: { kind, state: state === 'drafting' ? 'complete' : state, text, mark: joinMarks(marks) },
  };
}

/** What is said of an answer. */
function finish(turn: Turn, { text, cuts, failures, isCutMuch }: CleanedReply, endedBy: AnswerEnd): Speech {
  // The whole answer stays beside the reply.
  if (cuts.length > 0) turn.log[isCutMuch ? 'warn' : 'info']({ cuts }, 'reply cleaned');
  for (const { step, error } of failures) turn.log.error({ err: error, step }, 'cleaning step failed and was skipped');
  if (text === '') return notice(nothingLeftNotice(turn));
  const { continues } = turn.draft;
  const whole = continues === null ? text : continueText(continues, text);
  const state = endedBy === 'failed' || endedBy === 'stopped' ? endedBy : 'complete';
  const mark = joinMarks([cutMark(turn, endedBy), modelMark(turn), capMark(turn)]);
  return { kind: 'words', words: { kind: 'reply', state, text: whole, mark } };
}

/** Small print as it stands below a reply; null without any. */
function joinMarks(marks: readonly (string | null)[]): string | null {
  const said = marks.filter((mark) => mark !== null);
  return said.length === 0 ? null : said.join('\n');
}

/** What stands and how it goes on, as one text. */
function continueText(standing: string, more: string): string {
  const isJoined = /\s$/.test(standing) || /^[\s\p{Pe}\p{Pf},.;:!?…]/u.test(more);
  return `${standing}${isJoined ? '' : ' '}${more}`;
}

/** Needs no model: the card has the words. */
function greet(speaker: Speaker, turn: Turn): Speech {
  const moment = { triggerId: turn.trigger.id, seed: seedOf(turn), now: new Date(turn.now) };
  const text = writeGreeting(speaker, turn.persona, moment);
  if (text === '') return notice(noGreetingNotice(speaker));
  return { kind: 'words', words: { kind: 'reply', state: 'complete', text, mark: null } };
}

function notice(text: string): Speech {
  return { kind: 'words', words: { kind: 'notice', state: 'complete', text, mark: null } };
}

function cleanerFor(turn: Turn): ReplyCleaner {
  return createReplyCleaner({
    characterName: turn.speaker?.name ?? 'Character',
    otherNames: namesOf(turn),
    model: turn.preset.model,
    hasThoughtsApart: false,
    rules: turn.rules.filter(({ place }) => place === 'reply'),
    switches: turn.textSwitches,
  });
}

/** A key that its vendor refuses leaves the wallet, but only when the vendor says so of the key alone. */
async function recheckKey({ payer, log }: Turn, vendor: Vendor, ctx: WorkerContext): Promise<void> {
  if (payer.kind !== 'user') return;
  try {
    const access = await findKey({ payer }, vendor, ctx, 'look');
    await checkKey(vendor, access, { timeoutMs: KEY_TEST_TIMEOUT_MS });
  } catch (error) {
    if (!(error instanceof VendorError) || error.problem !== 'auth') return;
    await ctx.gateway
      .call(judgeWalletKey, { params: { keyId: payer.walletKeyId }, body: { isAccepted: false } })
      .catch((failure: unknown) => {
        if (!(failure instanceof AppError) || failure.code !== 'not-found')
          log.warn({ err: failure }, 'key not judged');
      });
  }
}

/** Everybody whom the model may have been tempted to speak for. */
function namesOf({ persona, facts, history, earlierReplies, speaker }: Turn): string[] {
  const names = [
    persona.name,
    ...history.filter((line) => line.speaker === 'person').map(({ name }) => name),
    ...earlierReplies.map(({ name }) => name),
    ...(facts?.recent ?? []).map(({ author }) => author.name),
  ];
  return [...new Set(names)].filter((name) => name !== speaker?.name);
}
