import { describeCorpus } from './corpus.ts';
import { type MemoryCandidate, type RankedMemory, rankMemories } from './index.ts';
import { readQuestion } from './question.ts';

/** Ada asks Lilith, and the candidates are everything that was ever said. */
export function rankAll(text: string, candidates: readonly MemoryCandidate[], around?: string): RankedMemory[] {
  const names = [...new Set(candidates.map(({ speakerName }) => speakerName))];
  const question = readQuestion({ text, around, askerName: 'Ada', characterName: 'Lilith' }, names, [2026]);
  const sizes = [...Map.groupBy(candidates, ({ sessionId }) => sessionId)].map(([sessionId, turns]) => ({
    sessionId,
    turns: turns.length,
    terms: turns.reduce((sum, { terms }) => sum + terms.length, 0),
  }));
  return rankMemories(question, candidates, describeCorpus(sizes, candidates, [...question.terms.keys()]));
}
