import { estimateTokenCount } from 'tokenx';

/** What a chat message costs besides its text: role and separators, as vendors' own counters assume. */
const TOKENS_PER_MESSAGE = 4;

/** An estimate for any model's tokenizer; it errs by some percent either way, so budgets leave a margin. */
export function countTokens(text: string): number {
  return estimateTokenCount(text);
}

export function countMessageTokens(text: string): number {
  return countTokens(text) + TOKENS_PER_MESSAGE;
}
