/**
 * What of a message may call somebody, and how names are compared: everything is folded the same way, the text of a
 * message and the names in the address book. Linear in the length of the text, since anybody may write it.
 */

/** Stands where something was that calls nobody. It is no part of any word. */
const HIDDEN = '\uFFFC';

/**
 * Links in angle brackets, real mentions, emoji, times, commands; links, and addresses without a scheme that have a path.
 * The last begins only where a word begins, so that a long word is looked at once.
 */
const NOT_WORDS =
  /<(?:https?:\/\/[^\s<>]+|[@#][!&]?\d+|a?:\w{1,40}:\d+|t:[\d:a-zA-Z-]+|\/[^<>:]{1,100}:\d+|id:\w+)>|https?:\/\/[^\s<]+|(?<![\w.-])[\w-]+(?:\.[\w-]+)+\/[^\s<]*/g;

/** The text with a sign in place of code, links and what Discord shows as something else. */
export function withoutLinksAndCode(content: string): string {
  const withoutCode = content.includes('`') ? hideCode(content) : content;
  const withoutMasked = withoutCode.includes('](') ? hideMaskedLinks(withoutCode) : withoutCode;
  return withoutMasked.replace(NOT_WORDS, HIDDEN);
}

/** A run of backticks. Three and more begin a block, which ends at the next such run; fewer end at as many. */
interface Fence {
  start: number;
  length: number;
}

function hideCode(content: string): string {
  const fences: Fence[] = [...content.matchAll(/`+/g)].map((match) => {
    // An escaped backtick is shown as one.
    const isEscaped = content[match.index - 1] === '\\' && content[match.index - 2] !== '\\';
    const start = match.index + (isEscaped ? 1 : 0);
    return { start, length: match.index + match[0].length - start };
  });
  const kindOf = ({ length }: Fence) => Math.min(length, 3);
  const next: Record<number, number[]> = { 1: [], 2: [], 3: [] };
  for (let index = fences.length - 1; index >= 0; index -= 1) {
    const fence = fences[index];
    if (fence !== undefined) next[kindOf(fence)]?.push(index);
  }

  let shown = '';
  let from = 0;
  for (let index = 0; index < fences.length; index += 1) {
    const opening = fences[index];
    if (opening === undefined || opening.length === 0) continue;
    const later = next[kindOf(opening)] ?? [];
    while (later.length > 0 && (later.at(-1) ?? 0) <= index) later.pop();
    const closesAt = later.at(-1);
    const closing = closesAt === undefined ? undefined : fences[closesAt];
    if (closesAt === undefined || closing === undefined) continue;
    shown += content.slice(from, opening.start) + HIDDEN;
    from = closing.start + closing.length;
    index = closesAt;
  }
  return shown + content.slice(from);
}

const TARGET_BEGINS = /\(<?https?:\/\//y;

/** `[words](https://…)` is a link, and its words are no call. */
function hideMaskedLinks(content: string): string {
  const nextBracket = createFinder(content, ')');
  const nextLine = createFinder(content, '\n');
  const opened: number[] = [];
  const links: [start: number, end: number][] = [];
  for (let index = 0; index < content.length; index += 1) {
    const character = content[index];
    if (character === '[') opened.push(index);
    if (character !== ']') continue;
    const start = opened.pop();
    TARGET_BEGINS.lastIndex = index + 1;
    if (start === undefined || !TARGET_BEGINS.test(content)) continue;
    const end = nextBracket(index);
    if (end > nextLine(index) || end === content.length) continue;
    // An outer link takes in those inside it.
    while ((links.at(-1)?.[0] ?? -1) > start) links.pop();
    links.push([start, end + 1]);
    index = end;
  }
  let shown = '';
  let from = 0;
  for (const [start, end] of links) {
    shown += content.slice(from, start) + HIDDEN;
    from = end;
  }
  return shown + content.slice(from);
}

/** Where a character comes next; the end of the text when it does not. Asked in ascending order, it looks at each place once. */
function createFinder(content: string, wanted: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) found = content.indexOf(wanted, from);
    if (found === -1) found = content.length;
    return found;
  };
}

const IGNORABLE = /\p{Default_Ignorable_Code_Point}+/gu;
const APOSTROPHES = /[\u2018\u2019\u201B\u02BC\u2032\u00B4]/g;
const HYPHENS = /[\u2010-\u2013\u2212]/g;
const BLANKS = /[^\S\n]+/g;
/** Bold, italics, strike-through, spoilers. An underscore inside a word is part of it. */
const MARKUP = /[*~|]+|(?<![\p{L}\p{N}\p{M}_])_+|(?<=[\p{L}\p{N}\p{M}])_+(?![\p{L}\p{N}\p{M}_])/gu;

/** Where a name stands in a folded text, called or not; -1 when it does not. Behind a word it is part of that word. */
export function findName(folded: string, name: string): number {
  for (let at = folded.indexOf(name); at !== -1; at = folded.indexOf(name, at + 1)) {
    const before = characterBefore(folded, at);
    const begins = before === '' || !WORD.test(before) || UNSPACED.test(before);
    if (begins && endsAt(folded, at + name.length)) return at;
  }
  return -1;
}

/** A name, or a text with names, in the form in which they are compared: letter case, width, quotes and markup do not matter. */
export function fold(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase();
  // Most text is plain, and looking costs less than replacing.
  if (!/[^\n -)+-^`-{}]|  /.test(lower)) return lower;
  return lower
    .replace(IGNORABLE, '')
    .replace(APOSTROPHES, "'")
    .replace(HYPHENS, '-')
    .replace(BLANKS, ' ')
    .replace(MARKUP, '');
}

const WORD = /[\p{L}\p{N}\p{M}_]/u;
/** Scripts that put no blanks between words. */
const UNSPACED =
  /[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** What belongs to the character before it: marks, the long vowel, repetition signs, small kana. */
const CONTINUES = /[\p{M}ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ]/u;
/** Korean puts a blank behind a word, but the particles that call, name or ask belong to it. */
const KOREAN_PARTICLE =
  /(?:아|야|이|가|은|는|을|를|의|에|에게|한테|께|께서|도|만|와|과|랑|이랑|하고|님|씨|아님)(?![\p{L}\p{N}\p{M}_])/uy;

/** Whether a name that ends before `index` ends there: `@Pipeline` does not call Pip. */
export function endsAt(folded: string, index: number): boolean {
  const next = characterAt(folded, index);
  if (next === '' || !WORD.test(next)) return true;
  if (CONTINUES.test(next)) return false;
  if (UNSPACED.test(next) || UNSPACED.test(characterBefore(folded, index))) return true;
  KOREAN_PARTICLE.lastIndex = index;
  return KOREAN_PARTICLE.test(folded);
}

/** Whether an `@` calls: behind a word it belongs to an e-mail address, unless the script puts no blanks between words. */
export function callsAt(folded: string, index: number): boolean {
  const before = characterBefore(folded, index);
  return before === '' || (before !== '\\' && (!WORD.test(before) || UNSPACED.test(before)));
}

function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function characterBefore(text: string, index: number): string {
  if (index === 0) return '';
  const last = text.charCodeAt(index - 1);
  // The second half of a surrogate pair.
  return characterAt(text, last >= 0xdc00 && last <= 0xdfff ? index - 2 : index - 1);
}
