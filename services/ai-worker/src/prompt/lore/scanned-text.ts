/** Letters, numbers, marks and `_`, but none of a script that writes its words without spaces or joins particles to them. */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}';
const WORD_CHARACTER = `[[\\p{L}\\p{N}\\p{M}_]--[${UNSPACED}]]`;
const WORDS = new RegExp(`${WORD_CHARACTER}+`, 'gv');
const ENDS_IN_WORD = new RegExp(`${WORD_CHARACTER}$`, 'v');
const BEGINS_IN_WORD = new RegExp(`^${WORD_CHARACTER}`, 'v');
const ONLY_WORD = new RegExp(`^${WORD_CHARACTER}+$`, 'v');
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'v');

/** A word that stands in a text only where it is surrounded by what is no word. */
export const isWord = (key: string): boolean => ONLY_WORD.test(key);

/** Whether words of the key's script have no visible ends. */
export const isUnspaced = (key: string): boolean => HAS_UNSPACED.test(key);

/** A text that keys are looked for in, in one case; its words are found once, however many books there are. */
export interface ScannedText {
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

export function scannedText(text: string): ScannedText {
  let words: Set<string> | null = null;
  return {
    text,
    get words() {
      words ??= new Set(text.match(WORDS));
      return words;
    },
  };
}

/** Whether what stands at `[start, end)` of a text is neither the end nor the beginning of a longer word. */
export function standsAlone(text: string, start: number, end: number): boolean {
  // Two code units hold any character.
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  return !ENDS_IN_WORD.test(before) && !BEGINS_IN_WORD.test(after);
}
