import { stemmer } from 'stemmer';
import { eng } from 'stopword';

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

/** Words as people type them, lower-cased; apostrophes inside a word are dropped. */
export function splitWords(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize('NFKC')
      .replace(/['’]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** The stems that ranking compares: no stop words, irregular forms joined. */
export function toTerms(text: string): string[] {
  return splitWords(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map((word) => stemmer(IRREGULAR.get(word) ?? word));
}
