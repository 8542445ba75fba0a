import { splitWords, standsIn, toTerms, withoutNames } from './words.ts';

/** One thing said, with its place in a session: neighbours are those with the next and the previous `seq`. */
export interface MemoryCandidate {
  id: string;
  text: string;
  /** `toTerms(text)`, kept beside the text so that ranking thousands never splits words again. */
  terms: readonly string[];
  speakerName: string;
  sessionId: string;
  seq: number;
}

export interface MemoryQuery {
  text: string;
  /** Who "I" is. */
  askerName: string;
  /** Who "you" is. */
  characterName: string;
}

/** A candidate with its score in (0, 1]; 1 is the best of this ranking. */
export interface RankedMemory {
  id: string;
  score: number;
}

/** BM25 constants fitted to turns of one or two sentences, not to documents. Source: docs/memory.md, "Ranking". */
const K1 = 0.4;
const B = 0.3;
const PREVIOUS_FIELD_WEIGHT = 0.5;
const NEXT_FIELD_WEIGHT = 0.2;
const NAMED_SPEAKER_FACTOR = 2;
/** What a turn inherits from the scores around it: an answer rarely repeats the words of its question. */
const SMOOTHING = { previous: 0.2, next: 0.3, twoAway: 0.2, afterQuestion: 0.5 } as const;

interface Turn extends MemoryCandidate {
  previous: Turn | null;
  next: Turn | null;
  /** Those of its terms that the question has too. */
  asked: readonly string[];
  /** Of the question's terms, in this turn and beside it. */
  weights: Map<string, number>;
  length: number;
  score: number;
}

/**
 * Ranks what was said by how well it answers a question, by words alone.
 * Turns that share nothing with the question, and whose neighbours share nothing, are left out.
 */
export function rankMemories(query: MemoryQuery, candidates: readonly MemoryCandidate[]): RankedMemory[] {
  const names = [...new Set(candidates.map(({ speakerName }) => speakerName))];
  const words = splitWords(query.text);
  const terms = [...new Set(toTerms(withoutNames(words, names)))];
  if (terms.length === 0 || candidates.length === 0) return [];
  const turns = linkTurns(candidates, new Set(terms));

  scoreByWords(turns, terms);
  favourSpeaker(turns, namedSpeaker(words, turns, query));
  const scores = turns.map(smoothedScore);
  const best = Math.max(...scores);
  if (best <= 0) return [];
  return turns
    .map((turn, index) => ({ id: turn.id, score: (scores[index] ?? 0) / best }))
    .filter((memory) => memory.score > 0)
    .toSorted((a, b) => b.score - a.score);
}

function linkTurns(candidates: readonly MemoryCandidate[], asked: ReadonlySet<string>): Turn[] {
  const turns = candidates
    .map(
      (candidate): Turn => ({
        ...candidate,
        previous: null,
        next: null,
        asked: [],
        weights: new Map(),
        length: 0,
        score: 0,
      }),
    )
    .toSorted((a, b) => (a.sessionId === b.sessionId ? a.seq - b.seq : a.sessionId < b.sessionId ? -1 : 1));
  for (const [index, turn] of turns.entries()) {
    const previous = turns[index - 1];
    if (previous?.sessionId !== turn.sessionId || previous.seq !== turn.seq - 1) continue;
    turn.previous = previous;
    previous.next = turn;
  }
  for (const turn of turns) turn.asked = turn.terms.filter((term) => asked.has(term));
  for (const turn of turns) {
    addTerms(turn, turn, 1);
    addTerms(turn, turn.previous, PREVIOUS_FIELD_WEIGHT);
    addTerms(turn, turn.next, NEXT_FIELD_WEIGHT);
  }
  return turns;
}

function addTerms(turn: Turn, said: Turn | null, weight: number): void {
  if (said === null) return;
  for (const term of said.asked) turn.weights.set(term, (turn.weights.get(term) ?? 0) + weight);
  turn.length += said.terms.length * weight;
}

function scoreByWords(turns: readonly Turn[], terms: readonly string[]): void {
  const averageLength = turns.reduce((sum, turn) => sum + turn.length, 0) / turns.length || 1;
  for (const term of terms) {
    const holders = turns.filter((turn) => turn.weights.has(term));
    const rarity = Math.log(1 + (turns.length - holders.length + 0.5) / (holders.length + 0.5));
    for (const turn of holders) {
      const frequency = turn.weights.get(term) ?? 0;
      turn.score += (rarity * frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * turn.length) / averageLength));
    }
  }
}

/** The one person whom the question is about; null when it names nobody, or several. */
function namedSpeaker(words: readonly string[], turns: readonly Turn[], query: MemoryQuery): string | null {
  const said = new Set(words);
  const speakers = [...new Set(turns.map((turn) => turn.speakerName))];
  const named = new Set(speakers.filter((name) => standsIn(name, words)));
  if (named.size === 0) {
    const first = ['i', 'my', 'me', 'im', 'mine'].some((word) => said.has(word));
    const second = ['you', 'your', 'yours', 'youre'].some((word) => said.has(word));
    if (first) return query.askerName;
    return second ? query.characterName : null;
  }
  return named.size === 1 ? ([...named][0] ?? null) : null;
}

function favourSpeaker(turns: readonly Turn[], speakerName: string | null): void {
  if (speakerName === null) return;
  for (const turn of turns) if (turn.speakerName === speakerName) turn.score *= NAMED_SPEAKER_FACTOR;
}

function smoothedScore({ score, previous, next }: Turn): number {
  const previousScore = previous?.score ?? 0;
  const afterQuestion = previous?.text.trimEnd().endsWith('?') ? SMOOTHING.afterQuestion : 0;
  return (
    score +
    previousScore * (SMOOTHING.previous + afterQuestion) +
    (next?.score ?? 0) * SMOOTHING.next +
    ((previous?.previous?.score ?? 0) + (next?.next?.score ?? 0)) * SMOOTHING.twoAway
  );
}
