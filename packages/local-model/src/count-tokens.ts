const CHARS_PER_TOKEN = 4;

/**
 * An estimate that needs no vocabulary: one token for every four UTF-16 units, rounded up.
 * Real tokenizers differ by language; what matters here is that equal text counts equal.
 */
export function countTokens(text: string): number {
  return Math.ceil(text.length / CHARS_PER_TOKEN);
}

/** The longest beginning of `text` that counts at most `maxTokens`. */
export function cutToTokens(text: string, maxTokens: number): string {
  return cutToLength(text, maxTokens * CHARS_PER_TOKEN);
}

/** The first `length` UTF-16 units, or one fewer where that would be half of a surrogate pair. */
export function cutToLength(text: string, length: number): string {
  if (text.length <= length) return text;
  const lastKept = text.charCodeAt(length - 1);
  const splitsPair = lastKept >= 0xd800 && lastKept <= 0xdbff;
  return text.slice(0, splitsPair ? length - 1 : length);
}
