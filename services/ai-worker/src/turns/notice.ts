import {
  type AnswerEnd,
  bringKeyId,
  type CapStanding,
  changeCapId,
  type Refusal,
  type Speaker,
} from '@tzurot/contracts';
import { say } from '@tzurot/words';

import type { PostButton } from '../outlets/index.ts';
import type { Vendor, VendorError, VendorProblem } from '../vendors/index.ts';
import type { Turn } from './turn.ts';

/** What a failure is about, for the sentence that a person reads. */
export interface FailureFacts {
  vendorLabel: string;
  preset: Pick<Turn['preset'], 'name' | 'source' | 'model'>;
  payer: Turn['payer']['kind'];
  replyTimeoutMs: number;
  now: Date;
}

/** Why a person gets no reply: the character's own error message if it has one, then small print on what happened and what helps. */
export function failureNotice(speaker: Speaker, error: VendorError, facts: FailureFacts): string {
  return writeNotice(speaker, explain(error, facts));
}

/** Why the gateway refused the turn; the bot says it plainly when there is no character to say it. */
export function refusalNotice(speaker: Speaker | null, refusal: Refusal): string {
  // The card's error message asks people to try again, which doesn't help with a key or a limit of theirs.
  const isAboutThem = refusal.reason !== 'character-gone' && refusal.reason !== 'too-many-attempts';
  const said = isAboutThem && speaker !== null ? { ...speaker, errorMessage: '' } : speaker;
  return writeNotice(said, explainRefusal(refusal));
}

/** The button below a refusal that a person can do something about. */
export function refusalButton(refusal: Refusal): PostButton | null {
  switch (refusal.reason) {
    case 'no-key':
    case 'guest-share-used':
      return { customId: bringKeyId.encode({}), label: say('refusal.bring-key') };
    case 'cap-reached':
      return { customId: changeCapId.encode({ vendor: refusal.vendorId }), label: say('refusal.change-cap') };
    case 'character-gone':
    case 'too-many-attempts':
      return null;
  }
}

function explainRefusal(refusal: Refusal): string {
  const name = plain(refusal.name);
  switch (refusal.reason) {
    case 'character-gone':
      return say('refusal.character-gone', { name });
    case 'no-key': {
      const vendors = new Intl.ListFormat('en', { type: 'disjunction' }).format(refusal.vendors);
      return vendors === '' ? say('refusal.no-key', { name }) : say('refusal.no-key-for', { name, vendors });
    }
    case 'cap-reached':
      return say('refusal.cap-reached', { name, ...capFacts(refusal.cap) });
    case 'guest-share-used':
      return say(`refusal.guest-share-${refusal.whose}`, {
        limit: refusal.limit,
        time: relativeTime(refusal.renewsAt),
      });
    case 'too-many-attempts':
      return say('refusal.too-many-attempts', { name, count: refusal.attempts });
  }
}

/** Small print that says a cap of the payer's is nearly reached; null when there is nothing to warn of. No amounts: others read it. */
export function capMark({ capWarning }: Pick<Turn, 'capWarning'>): string | null {
  if (capWarning === null) return null;
  const { vendor, share, renewsAt } = capWarning;
  const percent = Math.min(100, Math.floor(share * 100));
  return `-# ${say('reply.cap-mark', { vendor, percent, time: relativeTime(renewsAt) })}`;
}

/** Small print that names the model which made the reply; null where nobody wants to know. */
export function modelMark({ namesModel, preset }: Pick<Turn, 'namesModel' | 'preset'>): string | null {
  return namesModel ? `-# ${say('reply.model-mark', { model: quote(preset.model) })}` : null;
}

function capFacts({ vendor, period, unit, limit, renewsAt }: CapStanding) {
  const amount = unit === 'usd' ? say('cap.usd', { amount: limit.toFixed(2) }) : say('cap.tokens', { count: limit });
  return { vendor, cap: say(`cap.per-${period}`, { amount }), time: relativeTime(renewsAt) };
}

const relativeTime = (timestamp: string): string => `<t:${Math.ceil(Date.parse(timestamp) / 1_000)}:R>`;

/** The vendor that the preset names is not offered by this operator. */
export function missingVendorNotice(speaker: Speaker, { preset, payer }: Pick<Turn, 'preset' | 'payer'>): string {
  const sentence = say('failure.vendor-not-offered', { preset: quote(preset.name), vendor: quote(preset.vendor) });
  return writeNotice(speaker, `${sentence} ${adviseOn(preset, payer.kind)}`);
}

/** Even the shortest prompt is longer than the preset's context window. */
export function tooSmallWindowNotice(speaker: Speaker, { preset, payer }: Pick<Turn, 'preset' | 'payer'>): string {
  const sentence = say('failure.window-too-small', { tokens: preset.contextTokens, preset: quote(preset.name) });
  return writeNotice(speaker, `${sentence} ${adviseOn(preset, payer.kind)}`);
}

/** The answer contained nothing but what is removed from replies, such as thoughts. */
export function nothingLeftNotice({ speaker, preset, payer }: Turn): string {
  const facts = { model: quote(preset.model), preset: quote(preset.name) };
  return writeNotice(speaker, `${say('failure.nothing-left', facts)} ${adviseOn(preset, payer.kind)}`);
}

/** The greeting was deleted after it was asked for. */
export function noGreetingNotice(speaker: Speaker): string {
  return writeNotice(speaker, say('greeting.none', { name: plain(speaker.name) }));
}

/** Small print below an incomplete reply that says why it ends there; null for a complete one. */
export function cutMark({ preset, payer }: Turn, endedBy: AnswerEnd): string | null {
  const model = quote(preset.model);
  switch (endedBy) {
    case 'stop':
      return null;
    case 'stopped':
      return `-# ${say('reply.stopped-mark')}`;
    case 'length':
      return `-# ${say('failure.cut.length', { model })} ${adviseOn(preset, payer.kind)}`;
    case 'filtered':
      return `-# ${say('failure.cut.filtered', { model })}`;
    case 'failed':
      return `-# ${say('failure.cut.failed', { model })}`;
  }
}

/** Without a speaker, which happens when its character is gone, the bot says it. */
function writeNotice(speaker: Speaker | null, explanation: string): string {
  if (speaker === null) return explanation;
  const inCharacter = speaker.errorMessage.trim() || say('failure.cannot-answer', { name: plain(speaker.name) });
  // Small print ends at the first line break.
  const lines = explanation.split('\n').map((line) => line.trim());
  return `${inCharacter}\n-# ${lines.filter((line) => line !== '').join(' ')}`;
}

/** Problems that another preset, or for guests a key of their own, would solve. */
const ADVISED: ReadonlySet<VendorProblem> = new Set([
  'forbidden',
  'payment',
  'unaffordable',
  'rate-limit',
  'quota',
  'not-found',
  'no-host',
  'refused',
  'too-long',
  'rejected',
  'empty',
  'thought-only',
  'timeout',
]);

function explain({ problem, endsAt }: VendorError, { preset, payer, ...facts }: FailureFacts): string {
  const sentence = say(`failure.${problem}.${payer === 'user' ? 'own' : 'guest'}`, {
    vendor: facts.vendorLabel,
    model: quote(preset.model),
    preset: quote(preset.name),
    until: until(endsAt, facts.now),
    seconds: Math.round(facts.replyTimeoutMs / 1_000),
  });
  return ADVISED.has(problem) ? `${sentence} ${adviseOn(preset, payer)}` : sentence;
}

/** Advises only what the reader can change: guests can't change their preset, and nobody can change one that a server or character brings. */
function adviseOn({ name, source }: FailureFacts['preset'], payer: FailureFacts['payer']): string {
  if (payer !== 'user') return say('failure.advice.own-key');
  if (source === 'user' || source === 'user-character') return say('failure.advice.edit', { preset: quote(name) });
  return say('failure.advice.create');
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** A time without a date would read as today's. */
function until(endsAt: Date | null, now: Date): string {
  if (endsAt === null) return say('failure.for-a-while');
  const style = endsAt.getTime() - now.getTime() >= DAY_MS ? 'f' : 'T';
  return say('failure.until', { time: `<t:${Math.ceil(endsAt.getTime() / 1_000)}:${style}>` });
}

/** People's text as code, so that it can't format anything. */
function quote(text: string): string {
  return `\`${text.replaceAll(/[`\n]/g, '')}\``;
}

function plain(name: string): string {
  return name.replaceAll(/[*_`~|\\\n]/g, '');
}

export function failureFactsOf({ preset, payer }: Turn, vendor: Vendor, replyTimeoutMs: number): FailureFacts {
  return { vendorLabel: vendor.label, preset, payer: payer.kind, replyTimeoutMs, now: new Date() };
}
