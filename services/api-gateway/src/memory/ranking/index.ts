import { type Corpus, rarityOf, saturate } from './corpus.ts';
import { timeFactor } from './dates.ts';
import type { ReadQuestion } from './question.ts';

/** One thing said, with its place in a session: neighbours are those with the next and the previous `seq`. */
export interface MemoryCandidate {
  id: string;
  text: string;
  /** `toTerms(text)`, kept beside the text so that ranking thousands never splits words again. */
  terms: readonly string[];
  speaker: 'person' | 'character';
  /** As whom; the person may be called otherwise by now. */
  speakerName: string;
  saidAtMs: number;
  sessionId: string;
  seq: number;
}

/** A candidate with its score in (0, 1]; 1 is the best of this ranking. */
export interface RankedMemory {
  id: string;
  score: number;
}

// Every constant here was fitted to turns of one or two sentences. Source: docs/memory.md, "Ranking".
const PREVIOUS_FIELD_WEIGHT = 0.5;
const NEXT_FIELD_WEIGHT = 0.2;
export const NAMED_SPEAKER_FACTOR = 3;
const ASKING_FACTOR = 0.8;
const TIME_WORDS_FACTOR = 1.2;
const NUMBERS_FACTOR = 1.2;
const SESSION_WEIGHT = 1.2;
/** What a turn inherits from the scores around it: an answer rarely repeats the words of its question. */
const SMOOTHING = { previous: 0.2, next: 0.3, twoAway: 0.2, afterQuestion: 0.5 } as const;

const TIME_WORDS =
  /\b(?:yesterday|today|tonight|tomorrow|ago|last|next|week|weekend|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december|(?:19|20)\d\d|since|recently)s?\b/i;
const NUMBERS =
  /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|once|twice|couple|several)\b/i;

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
export function rankMemories(
  question: ReadQuestion,
  candidates: readonly MemoryCandidate[],
  corpus: Corpus,
): RankedMemory[] {
  if (question.terms.size === 0 || candidates.length === 0) return [];
  const turns = linkTurns(candidates, question.terms);

  for (const turn of turns) {
    turn.score = scoreByWords(turn, question, corpus) * (isAbout(turn, question.about) ? NAMED_SPEAKER_FACTOR : 1);
  }
  const scores = turns.map((turn) => {
    const score = smoothedScore(turn);
    const session = SESSION_WEIGHT * (corpus.sessionScores.get(turn.sessionId) ?? 0);
    return score === 0 ? 0 : (score + session) * factorOf(turn, question);
  });
  const best = Math.max(...scores);
  if (best <= 0) return [];
  return turns
    .map((turn, index) => ({ id: turn.id, score: (scores[index] ?? 0) / best }))
    .filter((memory) => memory.score > 0)
    .toSorted((a, b) => b.score - a.score);
}

function linkTurns(candidates: readonly MemoryCandidate[], asked: ReadonlyMap<string, number>): Turn[] {
  const turns = candidates
    .map(
      (candidate): Turn => ({
        ...candidate,
        previous: null,
        next: null,
        asked: candidate.terms.filter((term) => asked.has(term)),
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

/** Of a turn with both its neighbours. */
const FIELDS = 1 + PREVIOUS_FIELD_WEIGHT + NEXT_FIELD_WEIGHT;

function scoreByWords({ weights, length }: Turn, { terms }: ReadQuestion, corpus: Corpus): number {
  if (weights.size === 0) return 0;
  const relativeLength = length / (corpus.averageLength * FIELDS);
  let score = 0;
  for (const [term, frequency] of weights) {
    const rarity = rarityOf(corpus.holders.get(term) ?? 0, corpus.turns);
    score += (terms.get(term) ?? 0) * rarity * saturate(frequency, relativeLength);
  }
  return score;
}

/** What the question says besides its words: whose, when, how many. */
function factorOf(turn: Turn, question: ReadQuestion): number {
  return (
    (turn.text.trimEnd().endsWith('?') ? ASKING_FACTOR : 1) *
    timeFactor(turn.saidAtMs, question.times) *
    (question.asksWhen && TIME_WORDS.test(turn.text) ? TIME_WORDS_FACTOR : 1) *
    (question.asksHowMany && NUMBERS.test(turn.text) ? NUMBERS_FACTOR : 1)
  );
}

/** Whether somebody of whom the question asks said it. */
export function isAbout(
  { speaker, speakerName }: Pick<Turn, 'speaker' | 'speakerName'>,
  about: ReadQuestion['about'],
): boolean {
  return about !== null && (typeof about === 'string' ? about === speaker : about.name === speakerName);
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
