/** A memory that shares a term with the question, as little of it as choosing needs. */
export interface Hit {
  sessionId: string;
  seq: number;
  terms: readonly string[];
}

/** What stands at one place of a session. */
export interface Position {
  sessionId: string;
  seq: number;
}

/** What was said in a session from one place to another, both included. */
export interface Stretch {
  sessionId: string;
  from: number;
  to: number;
}

/** How much longer turns count less: they hold more terms by chance. */
const LENGTH_EXPONENT = 0.4;
const USUAL_LENGTH = 12;

/**
 * The hits worth a closer look: those with the most and the rarest of the question's terms.
 * Reading thousands of memories whole takes ten times as long, and of what ranking would have put among
 * its first ten, 80 kept hits and their neighbours hold all but one percent. Source: docs/memory.md.
 */
export function shortlist(hits: readonly Hit[], terms: readonly string[], size: number): Hit[] {
  if (hits.length <= size) return [...hits];
  // Thousands of hits with a dozen terms each: numbers in place of words, and no logarithm twice.
  const numbers = new Map(terms.map((term, number) => [term, number]));
  const holders = terms.map(() => 0);
  const shared = hits.map((hit) => {
    const held: number[] = [];
    for (const term of hit.terms) {
      const number = numbers.get(term);
      if (number !== undefined && !held.includes(number)) held.push(number);
    }
    for (const number of held) holders[number] = (holders[number] ?? 0) + 1;
    return held;
  });
  const rarities = holders.map((count) => Math.log(1 + hits.length / Math.max(1, count)));
  const scored = hits.map((hit, index) => {
    const rarity = (shared[index] ?? []).reduce((sum, number) => sum + (rarities[number] ?? 0), 0);
    return { hit, score: rarity / (0.7 + (0.3 * hit.terms.length) / USUAL_LENGTH) ** LENGTH_EXPONENT };
  });
  return scored
    .toSorted((a, b) => b.score - a.score)
    .slice(0, size)
    .map(({ hit }) => hit);
}

/** What was said at a place and up to `distance` before and after it. */
export function stretchAround({ sessionId, seq }: Position, distance: number): Stretch {
  return { sessionId, from: Math.max(0, seq - distance), to: seq + distance };
}

/** The same places, each in one stretch only. */
export function joinStretches(stretches: readonly Stretch[]): Stretch[] {
  const inOrder = stretches.toSorted((a, b) =>
    a.sessionId === b.sessionId ? a.from - b.from : a.sessionId < b.sessionId ? -1 : 1,
  );
  const joined: Stretch[] = [];
  for (const stretch of inOrder) {
    const last = joined.at(-1);
    if (last?.sessionId === stretch.sessionId && stretch.from <= last.to + 1) last.to = Math.max(last.to, stretch.to);
    else joined.push({ ...stretch });
  }
  return joined;
}
