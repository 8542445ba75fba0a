/** Signs that readers, and models, take for a plain one; compatibility forms (full-width and the like) are folded by Unicode itself. */
const LOOKALIKES = new Map(
  Object.entries({
    ':': '꞉∶ː˸׃܃։⁚፡',
    '(': '❨❪⟮⦅',
    ')': '❩❫⟯⦆',
    '<': '‹〈⟨˂ᐸ❮❬',
    '>': '›〉⟩˃ᐳ❯❭',
    '/': '⁄∕⧸',
    '|': '∣ǀ❘',
    a: 'аɑα',
    b: 'ьƅ',
    c: 'сϲ',
    d: 'ԁ',
    e: 'е',
    h: 'һ',
    i: 'іı',
    j: 'ј',
    k: 'кκ',
    m: 'м',
    n: 'ո',
    o: 'оο',
    p: 'рρ',
    q: 'ԛ',
    r: 'г',
    s: 'ѕ',
    t: 'тτ',
    u: 'υս',
    v: 'ѵν',
    w: 'ԝ',
    x: 'хχ',
    y: 'уγ',
  }).flatMap(([plain, signs]) => Array.from(signs, (sign) => [sign, plain] as const)),
);
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const NOT_ASCII = /[^\0-\x7f]/;

/** A text as it is compared, and where each of its characters stands in the text as it was written. */
export interface FoldedText {
  folded: string;
  /** For each character of `folded`, and for its end, the place in the original. */
  placeOf: (index: number) => number;
}

/**
 * The text in small letters, without what cannot be seen, and with every sign that looks like a plain one
 * replaced by it: what imitates a header or a tag reads like one here. Only for comparing, never for showing.
 */
export function foldText(text: string): FoldedText {
  if (!NOT_ASCII.test(text)) return { folded: text.toLowerCase(), placeOf: (index) => index };
  const pieces: string[] = [];
  const places: number[] = [];
  let place = 0;
  for (const character of text) {
    const piece = foldCharacter(character);
    for (let index = 0; index < piece.length; index += 1) places.push(place);
    pieces.push(piece);
    place += character.length;
  }
  return { folded: pieces.join(''), placeOf: (index) => places[index] ?? text.length };
}

/** Texts use few different characters, and normalizing costs more than looking one up. */
const known = new Map<string, string>();
const MAX_KNOWN = 20_000;

function foldCharacter(character: string): string {
  const seen = known.get(character);
  if (seen !== undefined) return seen;
  const lower = character.normalize('NFKC').toLowerCase();
  const folded = INVISIBLE.test(character) ? '' : (LOOKALIKES.get(lower) ?? LOOKALIKES.get(character) ?? lower);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(character, folded);
  return folded;
}
