import { findMarks, type Marks, type Span } from './markdown-spans.ts';

/** What Discord takes in one message. */
export const MAX_MESSAGE_CHARACTERS = 2_000;

/** Where a long text would be torn: escapes, mentions, emoji, timestamps, links (in brackets too), inline code, and marks. */
const UNBREAKABLE =
  /\\[^\n]|<(?:[@#:/]|a:|t:|id:)[^<>\n]{1,120}>|\[[^\][\n]{0,200}\]\([^()\s]{1,500}\)|https?:\/\/[^\s<>]{1,1000}|```[\w+.#-]{0,30}|`[^`\n]{1,200}`|\*{2,3}|__|~~|\|\|/g;
/** How far beyond the limit something may reach that stands before it. */
const MAX_UNBREAKABLE = 1_200;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Cuts a text into messages of at most `maxCharacters`: between paragraphs where possible, else lines,
 * sentences, words; never inside what must stay whole. Whatever is marked up at a cut (code, spoilers, bold,
 * quotes) is closed there and opened again in the next message, so that it looks the same in both.
 * @returns chunks without surrounding blanks; none for a blank text
 */
export function chunkText(text: string, maxCharacters: number = MAX_MESSAGE_CHARACTERS): string[] {
  const whole = text.trim();
  const marks = findMarks(whole);
  const chunks: string[] = [];
  let next: Next = { position: 0, opening: '' };
  while (next.position < whole.length) {
    const taken = takeChunk(whole, next, { marks, maxCharacters });
    if (taken.chunk !== '') chunks.push(taken.chunk);
    next = taken.next;
  }
  return chunks;
}

interface Next {
  position: number;
  /** What opens again what the message before had to close. */
  opening: string;
}

interface Limits {
  marks: Marks;
  maxCharacters: number;
}

function takeChunk(text: string, { position, opening }: Next, limits: Limits): { chunk: string; next: Next } {
  const { marks, maxCharacters } = limits;
  if (opening.length + text.length - position <= maxCharacters)
    return { chunk: opening + text.slice(position).trimEnd(), next: { position: text.length, opening: '' } };

  let room = maxCharacters - opening.length;
  const spans = marks.spans.filter(({ start, end }) => end > position && start <= position + room);
  const minCut = findWordStart(text, position, spans) - position;
  for (;;) {
    const ahead = text.slice(position, position + room + MAX_UNBREAKABLE);
    const wanted = position + findCut(ahead, { minCut, limit: Math.max(minCut + 1, room) });
    const cut = settleCut(text, wanted, position, spans);
    const head = text.slice(position, cut.end).trimEnd();
    const closing = cut.open
      .map((span) => span.closing)
      .toReversed()
      .join('');
    const chunk = head === '' ? '' : opening + head + closing;
    if (chunk.length <= maxCharacters || room <= 1) {
      return { chunk, next: openAgain(text, cut, marks) };
    }
    room -= chunk.length - maxCharacters;
  }
}

interface CutPlace {
  end: number;
  /** What is open there, the outermost first. */
  open: Span[];
  /** Where the next message goes on. */
  rest: number;
}

/** A cut just behind an opening mark goes before it, and just before a closing one it takes that along. */
function settleCut(text: string, wanted: number, position: number, spans: readonly Span[]): CutPlace {
  let end = wanted;
  let open = spans.filter((span) => span.start < end && span.end > end);
  for (;;) {
    const empty = open.find((span) => isBlank(text.slice(span.contentStart, end)));
    if (empty === undefined || empty.start <= position) break;
    end = empty.start;
    open = spans.filter((span) => span.start < end && span.end > end);
  }
  let rest = end;
  for (const span of open.toReversed()) {
    if (!isBlank(text.slice(rest, span.contentEnd))) break;
    rest = span.end;
  }
  return { end, open, rest };
}

function openAgain(text: string, { open, rest }: CutPlace, { lines }: Marks): Next {
  const stillOpen = open.filter((span) => span.end > rest);
  const isInCode = stillOpen.at(-1)?.closing.startsWith('\n') ?? false;
  // In a code block blanks have a meaning: only the line break at the cut goes.
  let position = isInCode && text[rest] !== '\n' ? rest : rest + (isInCode ? 1 : countBlanks(text, rest));
  const quote = lines.findLast(({ start }) => start <= position)?.mark ?? '';
  const lineMark = quote === '' || position >= text.length ? '' : quote;
  if (lineMark !== '' && text.startsWith(lineMark, position)) position += lineMark.length;
  return { position, opening: lineMark + stillOpen.map((span) => span.opening).join('') };
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function countBlanks(text: string, from: number): number {
  const rest = text.slice(from);
  return rest.length - rest.trimStart().length;
}

/** Where something is shown, behind the marks that open here. */
function findWordStart(text: string, position: number, spans: readonly Span[]): number {
  let words = position + countBlanks(text, position);
  for (const { start, contentStart } of spans)
    if (start === words) words = contentStart + countBlanks(text, contentStart);
  return words;
}

/** Where to cut, at most at `limit` and beyond `minCut`. */
function findCut(text: string, { minCut, limit }: { minCut: number; limit: number }): number {
  // What fits into no message is torn like any text.
  const wholes = findWholes(text).filter(([start, end]) => start > minCut || end <= limit);
  for (const boundary of [/\n{2,}/g, /\n/g, /(?<=[.!?…。！？]["'”’)*_|~]{0,3})\s+/g, /\s+/g]) {
    const cut = lastBoundary(text, { boundary, limit, wholes });
    // A cut near the beginning would waste a message; then a finer boundary is better.
    if (cut > Math.max(minCut, limit / 4)) return cut;
  }
  const whole = wholes.find(([start, end]) => start < limit && end > limit);
  return whole?.[0] ?? cutBetweenGraphemes(text, limit);
}

type Range = readonly [start: number, end: number];

function findWholes(text: string): Range[] {
  return Array.from(text.matchAll(UNBREAKABLE), ({ index, 0: whole }): Range => [index, index + whole.length]);
}

function lastBoundary(
  text: string,
  { boundary, limit, wholes }: { boundary: RegExp; limit: number; wholes: readonly Range[] },
): number {
  let last = 0;
  let passed = 0;
  for (const { index } of text.slice(0, limit + 1).matchAll(boundary)) {
    while ((wholes[passed]?.[1] ?? index) < index) passed += 1;
    const [start, end] = wholes[passed] ?? [index, index];
    if (index <= limit && (index <= start || index >= end)) last = index;
  }
  return last;
}

function cutBetweenGraphemes(text: string, limit: number): number {
  const cut = graphemes.segment(text).containing(limit)?.index ?? Math.min(limit, text.length);
  if (cut > 0) return cut;
  // One grapheme longer than a message: then at least no half of a surrogate pair.
  return /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
}
