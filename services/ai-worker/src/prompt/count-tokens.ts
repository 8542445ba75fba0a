import { LRUCache } from 'lru-cache';
import { estimateTokenCount } from 'tokenx';

/** What a chat message costs besides its text: role and separators, as vendors' own counters assume. */
const TOKENS_PER_MESSAGE = 4;

/** The lines of a conversation and the fields of a card are counted again in every turn, and most of them are the same. */
const known = new LRUCache<string, number>({ max: 4_000 });
const LONGEST_KNOWN_CHARACTERS = 2_000;

/** An estimate for any model's tokenizer; it errs by some percent either way, so budgets leave a margin. */
export function countTokens(text: string): number {
  const counted = known.get(text);
  if (counted !== undefined) return counted;
  const tokens = estimateTokenCount(text);
  if (text.length > LONGEST_KNOWN_CHARACTERS) return tokens;
  known.set(text, tokens);
  return tokens;
}

export function countMessageTokens(text: string): number {
  return countTokens(text) + TOKENS_PER_MESSAGE;
}
