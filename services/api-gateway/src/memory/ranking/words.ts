import { stemmer } from 'stemmer';
import { eng, jpn, kor, tha, zho } from 'stopword';

/**
 * Spoken English hides the same word behind forms that no stemmer joins. Each line: the form that is
 * kept, then those that become it. Own list; the effect is measured in docs/memory.md.
 */
const IRREGULAR_FORMS = `
go went gone|buy bought|kid child children|see saw seen|eat ate eaten|make made|take took taken|give gave given
get got gotten|come came|say said|tell told|think thought|know knew known|find found|feel felt|meet met
leave left|lose lost|win won|write wrote written|read reading|speak spoke spoken|drive drove driven|fly flew flown
swim swam swum|run ran|begin began begun|sing sang sung|drink drank drunk|break broke broken|choose chose chosen
wear wore worn|grow grew grown|draw drew drawn|throw threw thrown|catch caught|teach taught|bring brought
build built|send sent|spend spent|sell sold|keep kept|sleep slept|hear heard|hold held|stand stood|sit sat
pay paid|fall fell fallen|ride rode ridden|hide hid hidden|forget forgot forgotten|wake woke woken
mother mom mum mommy|father dad daddy|grandmother grandma granny|grandfather grandpa|photo picture photograph pic
man men|woman women|person people|foot feet|tooth teeth|mouse mice|wife wives|life lives|bike bicycle
movie film|tv television|job work|doctor dr|okay ok|love loved loving`;

const IRREGULAR = new Map(
  IRREGULAR_FORMS.trim()
    .split(/[|\n]/)
    .map((line) => line.trim().split(' '))
    .flatMap(([kept = '', ...forms]) => forms.map((form) => [form, kept] as const)),
);

const STOP_WORDS: ReadonlySet<string> = new Set([
  ...eng,
  ...zho,
  ...jpn,
  ...kor,
  ...tha,
  'im',
  'ive',
  'id',
  'youre',
  'dont',
  'didnt',
  'whats',
  'thats',
  'oh',
  'yeah',
  'hey',
  'wow',
]);

/** Scripts that write no blank between words, and Hangul, whose particles cling to theirs. */
const UNSPACED = String.raw`[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Hang}]&&[\p{L}\p{M}\p{N}]]`;
const SPACED = String.raw`[[\p{L}\p{M}\p{N}]--${UNSPACED}]`;
const WORD = new RegExp(`${UNSPACED}+|${SPACED}+`, 'gv');
const IS_UNSPACED = new RegExp(`^${UNSPACED}`, 'v');
const IS_HAN = /^\p{scx=Han}$/u;
/** A letter with the vowels and tones that stand on it. */
const LETTER = /[\p{L}\p{N}]\p{M}*/gu;
const GRAM_LETTERS = 2;

/**
 * Words as people type them, lower-cased; apostrophes inside a word are dropped. Where a script writes no blanks, what
 * stands between two signs is one word here.
 */
export function splitWords(text: string): string[] {
  return text.toLowerCase().normalize('NFKC').replace(/['’]/g, '').match(WORD) ?? [];
}

/**
 * The terms that ranking compares, without stop words: stems with irregular forms joined, and pairs of neighbouring
 * letters where words have no end of their own. A change of what this gives needs a new `TERMS_VERSION`.
 */
export function toTerms(text: string): string[] {
  return splitWords(text).flatMap((word) => {
    if (IS_UNSPACED.test(word)) return toGrams(word).filter((gram) => !STOP_WORDS.has(gram));
    return STOP_WORDS.has(word) ? [] : [stemmer(IRREGULAR.get(word) ?? word)];
  });
}

/** Which rule the terms of a row were made by; rows of an older one are brought up to date in the background. */
export const TERMS_VERSION = 1;

/** Whether a name stands among words that were split; in a script without blanks, also inside one of them. */
export function standsIn(name: string, words: readonly string[]): boolean {
  return splitWords(name).some((part) => words.some((word) => word === part || holds(word, part)));
}

/** What is left of words when names are taken out, as text. */
export function withoutNames(words: readonly string[], names: readonly string[]): string {
  const parts = [...new Set(names.flatMap(splitWords))].toSorted((a, b) => b.length - a.length);
  const known = new Set(parts);
  return words
    .filter((word) => !known.has(word))
    .map((word) => parts.reduce((left, part) => (holds(left, part) ? left.replaceAll(part, ' ') : left), word))
    .join(' ');
}

/** One letter alone is in too many words to be a name inside of them. */
function holds(word: string, part: string): boolean {
  return IS_UNSPACED.test(part) && (part.match(LETTER)?.length ?? 0) >= GRAM_LETTERS && word.includes(part);
}

/** A Han character is often a word by itself, so that it counts alone too. */
function toGrams(word: string): string[] {
  const letters = word.match(LETTER) ?? [];
  if (letters.length < GRAM_LETTERS) return letters;
  const pairs = letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
  return [...letters.filter((letter) => IS_HAN.test(letter)), ...pairs];
}
