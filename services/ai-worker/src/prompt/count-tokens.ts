import { estimateTokenCount } from 'tokenx';

import { rememberTexts } from './remember-texts.ts';

/** What a chat message costs besides its text: role and separators, as vendors' own counters assume. */
const TOKENS_PER_MESSAGE = 4;

/** An estimate for any model's tokenizer; it errs by some percent either way, so budgets leave a margin. */
export const countTokens = rememberTexts(estimateTokenCount);

export function countMessageTokens(text: string): number {
  return countTokens(text) + TOKENS_PER_MESSAGE;
}
