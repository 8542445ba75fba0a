import type { Speaker } from '@tzurot/contracts';

import type { Vendor, VendorError } from '../vendors/index.ts';
import type { Turn } from './turn.ts';

/** What a failure is about, for the sentence that a person reads. */
interface FailureFacts {
  vendorLabel: string;
  model: string;
  presetName: string;
  payer: Turn['payer']['kind'];
  replyTimeoutMs: number;
}

/** Why a person gets no reply: in the character's words if it has any, then small print on what happened and what helps. */
export function failureNotice(speaker: Speaker, error: VendorError, facts: FailureFacts): string {
  return writeNotice(speaker, explain(error, facts));
}

/** A refusal that the gateway has put into a sentence; the bot says it plainly when there is no character to say it. */
export function refusalNotice(speaker: Speaker | null, sentence: string): string {
  return speaker === null ? sentence : writeNotice(speaker, sentence);
}

/** The vendor that the preset names is not offered by this operator. */
export function missingVendorNotice(speaker: Speaker, preset: Turn['preset']): string {
  return writeNotice(
    speaker,
    `The preset ${quote(preset.name)} uses the vendor ${quote(preset.vendor)}, which this bot does not offer. Choose another with \`/preset edit\`.`,
  );
}

/** Even the shortest prompt is longer than the preset's window. */
export function tooSmallWindowNotice(speaker: Speaker, preset: Turn['preset']): string {
  return writeNotice(
    speaker,
    `The character and this message need more than the ${preset.contextTokens} tokens of the preset ${quote(preset.name)}. Give it a larger window with \`/preset edit\`.`,
  );
}

function writeNotice(speaker: Speaker, explanation: string): string {
  const words = speaker.errorMessage.trim() || `*${plain(speaker.name)} cannot answer just now.*`;
  // Small print ends at the first line break.
  const lines = explanation.split('\n').map((line) => line.trim());
  return `${words}\n-# ${lines.filter((line) => line !== '').join(' ')}`;
}

function explain({ problem, endsAt }: VendorError, facts: FailureFacts): string {
  const { vendorLabel: vendor, payer } = facts;
  const model = quote(facts.model);
  const isOwnKey = payer === 'user';
  const until = endsAt === null ? 'for a while' : `until <t:${Math.ceil(endsAt.getTime() / 1_000)}:T>`;
  switch (problem) {
    case 'auth':
      return isOwnKey
        ? `${vendor} does not accept your key. Set another with \`/wallet set\`.`
        : `${vendor} does not accept the key of this bot's operator. Use your own with \`/wallet set\`, or tell the operator.`;
    case 'payment':
      return isOwnKey
        ? `Your account at ${vendor} has no credit left. Top it up there, or set another key with \`/wallet set\`.`
        : `The operator's account at ${vendor} has no credit left. Use your own key with \`/wallet set\`.`;
    case 'rate-limit':
      return isOwnKey
        ? `${vendor} limits how often your key may ask for ${model}, ${until}. Then send your message again, or choose another model with \`/preset edit\`.`
        : `${vendor} limits how often guests may ask, ${until}. Then send your message again, or use your own key with \`/wallet set\`.`;
    case 'not-found':
      return `${vendor} has no model ${model}. Choose another with \`/preset edit\`.`;
    case 'refused':
      return `${vendor}'s rules on content kept ${model} from answering. Say it another way, or choose another model with \`/preset edit\`.`;
    case 'too-long':
      return `The conversation is longer than ${model} takes. Lower the window of the preset ${quote(facts.presetName)} with \`/preset edit\`, or begin anew with \`/history clear\`.`;
    case 'rejected':
      return `${vendor} did not accept the request as the preset ${quote(facts.presetName)} makes it. Check its parameters with \`/preset edit\`.`;
    case 'empty':
      return `${model} answered without a text, twice. Send your message again, or choose another model with \`/preset edit\`.`;
    case 'timeout':
      return `${model} gave no answer within ${Math.round(facts.replyTimeoutMs / 1_000)} seconds. Send your message again, or choose another model with \`/preset edit\`.`;
    case 'down':
      return `${vendor} is down or cannot be reached just now. Send your message again in some minutes.`;
  }
}

/** Text of people, as code, so that it marks nothing up. */
function quote(text: string): string {
  return `\`${text.replaceAll(/[`\n]/g, '')}\``;
}

function plain(name: string): string {
  return name.replaceAll(/[*_`~|\\\n]/g, '');
}

export function failureFactsOf({ preset, payer }: Turn, vendor: Vendor, replyTimeoutMs: number): FailureFacts {
  return {
    vendorLabel: vendor.label,
    model: preset.model,
    presetName: preset.name,
    payer: payer.kind,
    replyTimeoutMs,
  };
}
