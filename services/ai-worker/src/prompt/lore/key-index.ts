import { isUnspaced, isWord, type ScannedText, standsAlone } from './scanned-text.ts';

/** A plain key, and how it is compared. */
export interface PlainKey {
  text: string;
  isCaseSensitive: boolean;
  /** Only one-word keys have ends: one with spaces, or of a script without them, is found anywhere. */
  matchesWholeWords: boolean;
}

/** Keys by what a text must contain for them, so that a text is read once and not once per key. */
export interface KeyIndex {
  /** Calls `found` with the number of every key that stands in the text. It may be called twice for one. */
  findIn(texts: CasedTexts, found: (key: number) => void): void;
}

/** A text as it is written, and in small letters. */
export interface CasedTexts {
  exact: ScannedText;
  folded: ScannedText;
}

/** So much of a key's beginning is looked up at each place of a text. */
const MAX_START = 3;
/** Work per character of a text. Only keys that were made to cost time need more, and those are not found then. */
const MAX_WORK = 20;
/** Comparing so many characters is work like one look at a key. */
const CHARACTERS_PER_LOOK = 16;

/** Keys are numbered by their place in the list. */
export function indexKeys(keys: readonly PlainKey[]): KeyIndex {
  const exact = createTable();
  const folded = createTable();
  for (const [number, key] of keys.entries()) {
    if (key.isCaseSensitive) exact.add(key.text, number, key.matchesWholeWords);
    else folded.add(key.text.toLowerCase(), number, key.matchesWholeWords);
  }
  return {
    findIn(texts, found) {
      exact.findIn(texts.exact, found);
      folded.findIn(texts.folded, found);
    },
  };
}

/** The same for one key that is known only now, such as one with a macro in it. */
export function isKeyIn(key: PlainKey, texts: CasedTexts): boolean {
  let isFound = false;
  indexKeys([key]).findIn(texts, () => {
    isFound = true;
  });
  return isFound;
}

interface Part {
  text: string;
  number: number;
  mustStandAlone: boolean;
}

/** Parts by how they begin; different beginnings may share a place, so what is found there is compared. */
const PLACES = 1 << 16;

interface Starts {
  /** 1 where some part begins so. */
  known: Uint8Array;
  parts: Map<number, Part[]>;
}

function createTable() {
  const words = new Map<string, number[]>();
  /** By the length of the beginning. */
  const starts = new Map<number, Starts>();
  return {
    add(text: string, number: number, matchesWholeWords: boolean) {
      if (text === '') return;
      const mustStandAlone = matchesWholeWords && !/\s/.test(text) && !isUnspaced(text);
      if (mustStandAlone && isWord(text)) return put(words, text, number);
      const length = Math.min(MAX_START, text.length);
      const of = starts.get(length) ?? { known: new Uint8Array(PLACES), parts: new Map<number, Part[]>() };
      starts.set(length, of);
      const at = placeOf(text, 0, length);
      of.known[at] = 1;
      put(of.parts, at, { text, number, mustStandAlone });
    },
    findIn(scanned: ScannedText, found: (key: number) => void) {
      if (words.size > 0) for (const word of scanned.words) for (const number of words.get(word) ?? []) found(number);
      for (const [length, of] of starts) findParts(scanned.text, length, of, found);
    },
  };
}

function placeOf(text: string, from: number, length: number): number {
  let place = 0;
  for (let index = from; index < from + length; index += 1)
    place = (place * 31 + text.charCodeAt(index)) & (PLACES - 1);
  return place;
}

function findParts(text: string, length: number, { known, parts }: Starts, found: (key: number) => void): void {
  let left = MAX_WORK * (text.length + 10);
  for (let from = 0; from <= text.length - length && left > 0; from += 1) {
    const place = placeOf(text, from, length);
    if (known[place] !== 1) continue;
    const candidates = parts.get(place) ?? [];
    left -= candidates.length;
    for (const { text: part, number, mustStandAlone } of candidates) {
      const last = part.length - 1;
      // Keys that begin alike seldom end alike too.
      if (text.charCodeAt(from + last) !== part.charCodeAt(last)) continue;
      left -= last / CHARACTERS_PER_LOOK;
      if (left < 0) return;
      if (!text.startsWith(part, from)) continue;
      if (!mustStandAlone || standsAlone(text, from, from + part.length)) found(number);
    }
  }
}

function put<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
