import { judgeWalletKey, type RecalledMemory, type UsageFacts } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { cleanReply } from '../output/index.ts';
import { composePrompt, type PromptMessage, PromptTooLongError } from '../prompt/index.ts';
import {
  type Completion,
  checkKey,
  completeChat,
  type TokenUsage,
  type Vendor,
  VendorError,
} from '../vendors/index.ts';
import type { Scene } from './enrich.ts';
import { findKey } from './find-key.ts';
import { failureFactsOf, failureNotice, missingVendorNotice, tooSmallWindowNotice } from './notice.ts';
import type { Turn, Words } from './turn.ts';

/** Reserved for the reply where the preset sets no limit. */
const DEFAULT_REPLY_TOKENS = 1_024;
/** An answer that is empty once cleaned is asked for again, once. */
const MAX_ANSWERS = 2;
const KEY_TEST_TIMEOUT_MS = 10_000;

/**
 * Composes the prompt, asks the model, and cleans what it says. A vendor's refusal becomes a notice, not an error:
 * it is final, and the person learns what to do.
 * @param signal also aborts when the trigger is withdrawn
 */
export async function speak(
  turn: Turn,
  scene: Scene,
  memories: RecalledMemory[],
  ctx: WorkerContext,
  signal: AbortSignal,
): Promise<Words> {
  const { speaker } = scene;
  const usage: UsageFacts[] = [];
  const vendor = ctx.vendors.get(turn.preset.vendor);
  if (vendor === undefined) return { kind: 'notice', text: missingVendorNotice(speaker, turn), usage };
  try {
    const { messages, maxTokens } = compose(turn, { ...scene, memories }, vendor);
    const text = await ask(turn, scene, { messages, maxTokens, vendor, usage, signal }, ctx);
    return { kind: 'reply', text, usage };
  } catch (error) {
    if (error instanceof PromptTooLongError)
      return { kind: 'notice', text: tooSmallWindowNotice(speaker, turn), usage };
    if (!(error instanceof VendorError)) throw error;
    turn.log.warn({ err: error, vendor: vendor.id, model: turn.preset.model }, 'no reply from the model');
    if (error.problem === 'auth') await recheckKey(turn, vendor, ctx);
    const facts = failureFactsOf(turn, vendor, ctx.limits.replyTimeoutMs);
    return { kind: 'notice', text: failureNotice(speaker, error, facts), usage };
  }
}

function compose(
  turn: Turn,
  scene: Parameters<typeof composePrompt>[0],
  vendor: Vendor,
): Pick<Question, 'messages' | 'maxTokens'> {
  const { contextTokens, model, parameters } = turn.preset;
  const wanted = parameters.max_tokens ?? DEFAULT_REPLY_TOKENS + vendor.thinkingTokens(parameters, model);
  // However long the reply may become, half of the window stays for what it answers.
  const replyTokens = Math.min(wanted, Math.floor(contextTokens / 2));
  const { messages, report } = composePrompt(scene, { contextTokens, replyTokens });
  turn.log.debug({ prompt: report }, 'prompt composed');
  return { messages, maxTokens: replyTokens };
}

interface Question {
  messages: PromptMessage[];
  maxTokens: number;
  vendor: Vendor;
  /** Every answer is added, paid ones that were of no use too. */
  usage: UsageFacts[];
  signal: AbortSignal;
}

async function ask(turn: Turn, scene: Scene, question: Question, ctx: WorkerContext): Promise<string> {
  const endsAtMs = performance.now() + ctx.limits.replyTimeoutMs;
  for (let answers = 1; ; answers += 1) {
    try {
      const completion = await complete(turn, question, endsAtMs - performance.now(), ctx);
      const { text, cuts, failures } = cleanReply(completion.text, {
        characterName: scene.speaker.name,
        otherNames: namesOf(scene),
        model: turn.preset.model,
        hasThoughtsApart: false,
      });
      if (cuts.length > 0) turn.log.info({ cuts }, 'reply cleaned');
      for (const { step, error } of failures)
        turn.log.error({ err: error, step }, 'cleaning step failed and was skipped');
      if (text !== '') return text;
      throw new VendorError(question.vendor.id, 'empty', 'nothing was left of the answer');
    } catch (error) {
      const mayAskAgain = error instanceof VendorError && error.problem === 'empty' && answers < MAX_ANSWERS;
      if (!mayAskAgain || performance.now() >= endsAtMs) throw error;
    }
  }
}

async function complete(
  turn: Turn,
  { messages, maxTokens, vendor, usage, signal }: Question,
  timeoutMs: number,
  ctx: WorkerContext,
): Promise<Completion> {
  const { model, parameters } = turn.preset;
  const startedAtMs = performance.now();
  const note = (outcome: UsageFacts['outcome'], used: TokenUsage | null, dropped: UsageFacts['dropped']) => {
    usage.push({
      vendor: vendor.id,
      model,
      payer: turn.payer.kind,
      promptTokens: used?.promptTokens ?? 0,
      cachedTokens: used?.cachedTokens ?? 0,
      completionTokens: used?.completionTokens ?? 0,
      reasoningTokens: used?.reasoningTokens ?? 0,
      costUsd: used?.costUsd ?? null,
      tookMs: Math.round(performance.now() - startedAtMs),
      outcome,
      dropped,
    });
  };
  try {
    const access = await findKey(turn, vendor, ctx);
    const completion = await completeChat(
      vendor,
      { ...access, model, messages, parameters, maxTokens },
      { timeoutMs: Math.max(1, Math.ceil(timeoutMs)), signal, log: turn.log },
    );
    note('answered', completion.usage, completion.dropped);
    return completion;
  } catch (error) {
    if (error instanceof VendorError) {
      note(error.problem === 'empty' ? 'empty' : 'failed', error.usage, vendor.checkParameters(parameters, model));
    }
    throw error;
  }
}

/** A key that its vendor refuses leaves the wallet, but only when the vendor says so of the key alone. */
async function recheckKey({ payer, log }: Turn, vendor: Vendor, ctx: WorkerContext): Promise<void> {
  if (payer.kind !== 'user') return;
  try {
    const access = await findKey({ payer }, vendor, ctx);
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
function namesOf({ persona, facts, history, earlierReplies, speaker }: Scene): string[] {
  const names = [
    persona.name,
    ...history.filter((line) => line.speaker === 'person').map(({ name }) => name),
    ...earlierReplies.map(({ name }) => name),
    ...(facts?.recent ?? []).map(({ author }) => author.name),
  ];
  return [...new Set(names)].filter((name) => name !== speaker.name);
}
