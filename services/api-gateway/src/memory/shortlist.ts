import { type Corpus, rarityOf, saturate } from './ranking/corpus.ts';
import { timeFactor } from './ranking/dates.ts';
import { NAMED_SPEAKER_FACTOR } from './ranking/index.ts';
import type { ReadQuestion } from './ranking/question.ts';

/** A memory that shares a term with the question, as little of it as choosing needs. */
export interface Hit {
  sessionId: string;
  seq: number;
  speaker: 'person' | 'character';
  saidAtMs: number;
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

/**
 * The hits worth a closer look, by what ranking would say of each without its neighbours.
 * Reading thousands of memories whole takes ten times as long. Source: docs/memory.md, "Recall".
 */
export function shortlist(
  hits: readonly Hit[],
  { terms, about, times }: ReadQuestion,
  corpus: Corpus,
  size: number,
): Hit[] {
  if (hits.length <= size) return [...hits];
  const rarities = new Map(
    [...terms].map(([term, weight]) => [term, weight * rarityOf(corpus.holders.get(term) ?? 0, corpus.turns)]),
  );
  const scored = hits.map((hit) => {
    const relativeLength = hit.terms.length / corpus.averageLength;
    const share = saturate(1, relativeLength);
    let score = 0;
    // Thousands of hits with a dozen terms each: a set for every one of them would cost more than all the rest.
    for (const [index, term] of hit.terms.entries()) {
      const rarity = rarities.get(term);
      if (rarity !== undefined && hit.terms.indexOf(term) === index) score += rarity * share;
    }
    if (hit.speaker === about) score *= NAMED_SPEAKER_FACTOR;
    score += corpus.sessionScores.get(hit.sessionId) ?? 0;
    return { hit, score: score * timeFactor(hit.saidAtMs, times) };
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
