/** BM25 of turns of one or two sentences, not of documents. Source: docs/memory.md, "Ranking". */
const TURN = { k1: 0.4, b: 0.3 } as const;
/** Of a whole session, which is a document. */
const SESSION = { k1: 1.2, b: 0.75 } as const;

/** How much was said in one session, as far as it may be seen. */
export interface SessionSize {
  sessionId: string;
  turns: number;
  terms: number;
}

/** A turn that shares a term with the question. */
export interface Occurrence {
  sessionId: string;
  seq: number;
  terms: readonly string[];
}

/**
 * What ranking has to know of everything that may be seen, and not only of the few turns that it looks at: counted over
 * those, nearly all of which hold a term of the question, no term would be rare.
 */
export interface Corpus {
  turns: number;
  /** Of a turn, in terms. */
  averageLength: number;
  /** How many turns hold a term or stand beside one that does. */
  holders: ReadonlyMap<string, number>;
  /** How well each session as a whole fits the question; none where it does not. */
  sessionScores: ReadonlyMap<string, number>;
}

/** @param hits every turn that may be seen and holds one of `terms` */
export function describeCorpus(
  sizes: readonly SessionSize[],
  hits: readonly Occurrence[],
  terms: readonly string[],
): Corpus {
  const turns = sizes.reduce((sum, size) => sum + size.turns, 0);
  const length = sizes.reduce((sum, size) => sum + size.terms, 0);
  const bySession = countBySession(hits, new Set(terms));
  return {
    turns,
    averageLength: length / turns || 1,
    holders: new Map(terms.map((term) => [term, countHolders(bySession, term, turns)])),
    sessionScores: scoreSessions(sizes, bySession, terms),
  };
}

/** Of a session: how often each term stands in it, and at which places. */
type Counts = Map<string, { times: number; seqs: number[] }>;

function countBySession(hits: readonly Occurrence[], asked: ReadonlySet<string>): Map<string, Counts> {
  const bySession = new Map<string, Counts>();
  for (const { sessionId, seq, terms } of hits) {
    const counts: Counts = bySession.get(sessionId) ?? new Map<string, { times: number; seqs: number[] }>();
    bySession.set(sessionId, counts);
    for (const term of terms) {
      if (!asked.has(term)) continue;
      const count = counts.get(term) ?? { times: 0, seqs: [] };
      count.times += 1;
      if (count.seqs.at(-1) !== seq) count.seqs.push(seq);
      counts.set(term, count);
    }
  }
  return bySession;
}

function countHolders(bySession: ReadonlyMap<string, Counts>, term: string, turns: number): number {
  let holders = 0;
  for (const counts of bySession.values()) {
    const places = new Set((counts.get(term)?.seqs ?? []).flatMap((seq) => [seq - 1, seq, seq + 1]));
    places.delete(-1);
    holders += places.size;
  }
  return Math.min(turns, holders);
}

function scoreSessions(
  sizes: readonly SessionSize[],
  bySession: ReadonlyMap<string, Counts>,
  terms: readonly string[],
): Map<string, number> {
  const averageLength = sizes.reduce((sum, size) => sum + size.terms, 0) / sizes.length || 1;
  const lengths = new Map(sizes.map(({ sessionId, terms: length }) => [sessionId, length]));
  const scores = new Map<string, number>();
  for (const term of terms) {
    const holding = [...bySession].flatMap(([id, counts]) => {
      const times = counts.get(term)?.times;
      return times === undefined ? [] : [{ id, times }];
    });
    const rarity = rarityOf(holding.length, sizes.length);
    for (const { id, times } of holding) {
      const relativeLength = (lengths.get(id) ?? averageLength) / averageLength;
      scores.set(id, (scores.get(id) ?? 0) + rarity * saturate(times, relativeLength, SESSION));
    }
  }
  return scores;
}

/** The rarer, the more it says. */
export function rarityOf(holders: number, all: number): number {
  return Math.log(1 + (Math.max(all, holders) - holders + 0.5) / (holders + 0.5));
}

/** BM25's share of one term: more of it counts less and less, and in a longer text. */
export function saturate(
  frequency: number,
  relativeLength: number,
  { k1, b }: { k1: number; b: number } = TURN,
): number {
  return (frequency * (k1 + 1)) / (frequency + k1 * (1 - b + b * relativeLength));
}
