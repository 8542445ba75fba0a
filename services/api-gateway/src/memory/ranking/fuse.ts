import type { RankedMemory } from './index.ts';

/** How near a candidate is to the question, as the cosine of their vectors; null without a vector. */
export interface Nearness {
  id: string;
  similarity: number | null;
}

/** What shares no word with the question has to be this near to count. Unrelated texts rarely are. */
export const MIN_SIMILARITY = 0.25;

/**
 * One ranking from two: R = weight · D + (1 − weight) · L, where D is nearness and L the rank by words, each
 * compared with the best of the candidates. What has no vector yet goes by its words.
 * @returns scores in (0, 1], best first; 1 is the best of this ranking
 */
export function fuse(
  candidates: readonly Nearness[],
  byWords: readonly RankedMemory[],
  weight: number,
): RankedMemory[] {
  const nearest = Math.max(0, ...candidates.map(({ similarity }) => similarity ?? 0));
  if (nearest === 0 || weight === 0) return [...byWords];
  const words = new Map(byWords.map(({ id, score }) => [id, score]));
  const fused = candidates.flatMap(({ id, similarity }) => {
    const shared = words.get(id) ?? 0;
    if (similarity === null) return shared === 0 ? [] : [{ id, score: shared }];
    if (shared === 0 && similarity < MIN_SIMILARITY) return [];
    return [{ id, score: (weight * Math.max(0, similarity)) / nearest + (1 - weight) * shared }];
  });
  const best = Math.max(0, ...fused.map(({ score }) => score));
  return fused.map(({ id, score }) => ({ id, score: score / best })).toSorted((a, b) => b.score - a.score);
}
