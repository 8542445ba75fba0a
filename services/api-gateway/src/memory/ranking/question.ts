import { type NamedTime, namedTimes } from './dates.ts';
import { splitWords, standsIn, toTerms, withoutNames } from './words.ts';

/** Who asks whom, and what. */
export interface MemoryQuery {
  text: string;
  /** Who "I" is. */
  askerName: string;
  /** Who "you" is. */
  characterName: string;
  /** What was said last, for a question that says too little by itself. */
  around?: string | undefined;
}

/** What of a question ranking looks at. */
export interface ReadQuestion {
  /** What to look for, with how much each counts. Names of those who talk stand everywhere and tell nothing apart. */
  terms: ReadonlyMap<string, number>;
  /** Whose words it is about: the person's, the character's, somebody of this name; null when it says nothing of it, or names several. */
  about: 'person' | 'character' | { name: string } | null;
  times: readonly NamedTime[];
  asksWhen: boolean;
  asksHowMany: boolean;
}

/** Words that questions are made of. */
const FILLERS = new Set(
  toTerms('kind type sort thing way name called describe mention happen recently currently example main specific new'),
);
const FILLER_WEIGHT = 0.5;
/** Of a question with fewer terms, "and then?" say, what was said last is part. */
const MIN_TERMS = 5;
const BORROWED_WEIGHT = 0.5;
const FIRST_PERSON = new Set(['i', 'my', 'me', 'im', 'mine', 'myself', 'ive']);
const SECOND_PERSON = new Set(['you', 'your', 'yours', 'youre', 'yourself', 'youve']);

/** @param speakerNames under which things were said, beside those of the two who talk */
export function readQuestion(
  query: MemoryQuery,
  speakerNames: readonly string[],
  years: readonly number[],
): ReadQuestion {
  const words = splitWords(query.text);
  const names = [...new Set([query.askerName, query.characterName, ...speakerNames])].filter((name) => name !== '');
  const toLookFor = (from: readonly string[]) => new Set(toTerms(withoutNames(from, names)));
  const own = toLookFor(words);
  const terms = new Map([...own].map((term) => [term, FILLERS.has(term) ? FILLER_WEIGHT : 1]));
  if (own.size < MIN_TERMS && query.around !== undefined) {
    for (const term of toLookFor(splitWords(query.around))) if (!own.has(term)) terms.set(term, BORROWED_WEIGHT);
  }
  return {
    terms,
    about: whoseWords(words, names, query),
    times: namedTimes(query.text, years),
    asksWhen: words.includes('when') || /how long ago|what (?:day|date|month|year|time)\b/.test(words.join(' ')),
    asksHowMany: /how (?:many|much|often)\b/.test(words.join(' ')),
  };
}

function whoseWords(
  words: readonly string[],
  names: readonly string[],
  { askerName, characterName }: MemoryQuery,
): ReadQuestion['about'] {
  const [named, ...others] = names.filter((name) => standsIn(name, words));
  if (others.length > 0) return null;
  if (named !== undefined) {
    if (named === askerName) return 'person';
    return named === characterName ? 'character' : { name: named };
  }
  if (words.some((word) => FIRST_PERSON.has(word))) return 'person';
  return words.some((word) => SECOND_PERSON.has(word)) ? 'character' : null;
}
