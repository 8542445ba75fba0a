/**
 * The smallest value that at least `share` of the values do not exceed (nearest rank).
 * @throws Error when there are no values, because no figure is better than a false one
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('there is nothing to take a percentile of');
  return value;
}

/** The middle value, or the mean of the two in the middle. @throws Error when there are none */
export function median(values: readonly number[]): number {
  const lower = percentile(values, 0.5);
  const upper = -percentile(
    values.map((value) => -value),
    0.5,
  );
  return (lower + upper) / 2;
}

/** How many bytes two texts have in common from their beginnings on, in UTF-8. */
export function sharedPrefixBytes(a: string, b: string): number {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  const end = Math.min(left.length, right.length);
  for (let at = 0; at < end; at += 1) if (left[at] !== right[at]) return at;
  return end;
}

/** Of the bytes of all prompts but the first, the share that equals the beginning of the prompt before: 0 to 1. */
export function prefixShare(prompts: readonly string[]): number {
  let shared = 0;
  let total = 0;
  for (const [index, prompt] of prompts.entries()) {
    const before = prompts[index - 1];
    if (before === undefined) continue;
    shared += sharedPrefixBytes(before, prompt);
    total += Buffer.byteLength(prompt);
  }
  if (total === 0) throw new Error('a prefix is shared by two prompts at least');
  return shared / total;
}
