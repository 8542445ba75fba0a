/** What Discord takes in one message. */
export const MAX_MESSAGE_CHARACTERS = 2_000;

/** Where a long text would be torn: mentions, emoji, timestamps, links (in brackets too), inline code, and the marks of code blocks. */
const UNBREAKABLE =
  /<(?:[@#:/]|a:|t:|id:)[^<>\n]{1,120}>|\[[^\][\n]{0,200}\]\([^()\s]{1,500}\)|https?:\/\/[^\s<>]{1,1000}|```[\w+.#-]{0,30}|`[^`\n]{1,200}`/g;
/** Discord knows no other marks for code blocks; a language counts only when the line ends after it. */
const BLOCK_MARKS = '```';
const BLOCK_LANGUAGE = /^[\w+.#-]{1,30}(?=\n)/;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Cuts a text into messages of at most `maxCharacters`: between paragraphs where possible, else lines,
 * sentences, words; never inside what must stay whole. An open code block is closed and opened again.
 * @returns chunks without surrounding blanks; none for a blank text
 */
export function chunkText(text: string, maxCharacters: number = MAX_MESSAGE_CHARACTERS): string[] {
  const chunks: string[] = [];
  let rest = text.trim();
  let reopened = '';
  while (rest !== '') {
    if (reopened.length + rest.length <= maxCharacters) {
      chunks.push(reopened + rest);
      break;
    }
    const taken = takeChunk(rest, reopened, maxCharacters);
    if (taken.chunk !== '') chunks.push(taken.chunk);
    ({ rest, reopened } = taken);
  }
  return chunks;
}

interface Taken {
  chunk: string;
  rest: string;
  /** The line that opens the code block again. */
  reopened: string;
}

function takeChunk(text: string, reopened: string, maxCharacters: number): Taken {
  const end = findCut(text, maxCharacters - reopened.length - `\n${BLOCK_MARKS}`.length);
  const head = reopened + text.slice(0, end);
  const block = findOpenBlock(head);
  if (block === null) return { chunk: head.trim(), rest: text.slice(end).trimStart(), reopened: '' };
  // Inside code blanks have a meaning: only the line break at the cut goes.
  const rest = text.slice(end).replace(/^\n/, '');
  // A block of which nothing fits into this message begins in the next one.
  const chunk = block.isEmpty ? head.slice(0, block.start).trim() : `${head.trimEnd()}\n${BLOCK_MARKS}`;
  return { chunk, rest, reopened: block.opening };
}

/** The code block that is open at the end of the text. */
function findOpenBlock(text: string): { start: number; opening: string; isEmpty: boolean } | null {
  const marks = Array.from(text.matchAll(/```/g), ({ index }) => index);
  const start = marks.length % 2 === 1 ? marks.at(-1) : undefined;
  if (start === undefined) return null;
  const code = text.slice(start + BLOCK_MARKS.length);
  const language = BLOCK_LANGUAGE.exec(`${code}\n`)?.[0] ?? '';
  return { start, opening: `${BLOCK_MARKS}${language}\n`, isEmpty: code.slice(language.length).trim() === '' };
}

/** Where to cut, at most at `limit` and at least after one character. */
function findCut(text: string, limit: number): number {
  const wholes = findWholes(text, limit);
  for (const boundary of [/\n{2,}/g, /\n/g, /(?<=[.!?…。！？]["'”’)*_]{0,3})\s+/g, /\s+/g]) {
    const cut = lastBoundary(text, { boundary, limit, wholes });
    // A cut near the beginning would waste a message; then a finer boundary is better.
    if (cut > limit / 4) return cut;
  }
  const whole = wholes.find(([start, end]) => start < limit && end > limit);
  if (whole !== undefined && whole[0] > 0) return whole[0];
  return cutBetweenGraphemes(text, limit);
}

type Range = readonly [start: number, end: number];

function findWholes(text: string, limit: number): Range[] {
  return Array.from(
    text.slice(0, limit + 1_200).matchAll(UNBREAKABLE),
    ({ index, 0: whole }): Range => [index, index + whole.length],
  );
}

function lastBoundary(
  text: string,
  { boundary, limit, wholes }: { boundary: RegExp; limit: number; wholes: readonly Range[] },
): number {
  let last = 0;
  for (const { index } of text.slice(0, limit + 1).matchAll(boundary)) {
    if (index <= limit && !wholes.some(([start, end]) => index > start && index < end)) last = index;
  }
  return last;
}

function cutBetweenGraphemes(text: string, limit: number): number {
  let cut = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, limit + 100))) {
    if (index + segment.length > limit) break;
    cut = index + segment.length;
  }
  if (cut > 0) return cut;
  // One grapheme longer than a message: then at least no half of a surrogate pair.
  return /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
}
