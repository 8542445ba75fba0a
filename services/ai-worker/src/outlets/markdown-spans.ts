/** A piece of text that Discord shows in some way: from its opening mark to behind its closing one. */
export interface Span {
  start: number;
  contentStart: number;
  contentEnd: number;
  end: number;
  /** What opens it again in the next message, and what closes it in this one. */
  opening: string;
  closing: string;
  isCode: boolean;
}

/** Where each line stands in a quote, and what begins a line there. */
export interface QuoteLine {
  start: number;
  end: number;
  mark: '' | '> ' | '>>> ';
}

export interface Marks {
  /** In the order of their beginnings; each lies wholly inside the one around it. */
  spans: Span[];
  lines: QuoteLine[];
}

const BLOCK = '```';
/** A language counts only when the line ends after it. */
const LANGUAGE = /[\w+.#-]{1,30}(?=\n)/y;
/** What begins something, or hides what would: escapes, code, links, and runs of marks. */
const TOKEN = /\\[^\n]|`{1,3}|https?:\/\/[^\s<>]{1,1000}|<[@#:/a-z][^<>\n]{1,120}>|\*+|_+|~~|\|\|/g;

/** What Discord shows as code, spoiler, bold, italic, underlined or struck out, and what it shows as a quote. */
export function findMarks(text: string): Marks {
  const lines = findLines(text);
  const spans = lines
    .reduce<QuoteLine[]>(joinRegions, [])
    .flatMap((region) => findSpans(text, region))
    .toSorted((one, other) => one.start - other.start || other.end - one.end);
  return { spans, lines };
}

/** Where a text that is still being written begins something hidden that has not ended; else its length. */
export function findOpenSpoiler(text: string): number {
  const opened: number[] = [];
  for (const region of findLines(text).reduce<QuoteLine[]>(joinRegions, []))
    findSpans(text, region, (mark, start) => {
      if (mark === '||') opened.push(start);
    });
  return opened.at(-1) ?? text.length;
}

function findLines(text: string): QuoteLine[] {
  const lines: QuoteLine[] = [];
  let start = 0;
  let isQuotedToEnd = false;
  for (const line of text.split('\n')) {
    isQuotedToEnd ||= line.startsWith('>>> ');
    const mark = isQuotedToEnd ? '>>> ' : line.startsWith('> ') ? '> ' : '';
    lines.push({ start, end: start + line.length, mark });
    start += line.length + 1;
  }
  return lines;
}

/** Lines of one quote belong together, and so do the lines between quotes; no mark reaches from one to the other. */
function joinRegions(regions: QuoteLine[], line: QuoteLine): QuoteLine[] {
  const last = regions.at(-1);
  if (last?.mark === line.mark) last.end = line.end;
  else regions.push({ ...line });
  return regions;
}

interface Opening {
  mark: string;
  start: number;
  end: number;
}

function findSpans(
  text: string,
  { start, end, mark: quote }: QuoteLine,
  tellUnclosed: (mark: string, start: number) => void = () => {},
): Span[] {
  const region = text.slice(0, end);
  const spans: Span[] = [];
  let open: Opening[] = [];
  const runs = findTickRuns(region, start);
  const add = (opening: Opening, contentEnd: number, closingEnd: number) => {
    spans.push({
      start: opening.start,
      contentStart: opening.end,
      contentEnd,
      end: closingEnd,
      opening: opening.mark,
      closing: opening.mark,
      isCode: false,
    });
  };

  let position = start;
  for (;;) {
    TOKEN.lastIndex = position;
    const found = TOKEN.exec(region);
    if (found === null) break;
    const [token] = found;
    const at = found.index;
    position = at + token.length;
    if (token.startsWith('`')) {
      const code = readCode(region, at, token, runs, quote);
      if (code !== null) {
        spans.push(code);
        position = code.end;
      }
      continue;
    }
    if (!/^[*_~|]/.test(token)) continue;
    for (let from = at; from < position; ) {
      const mark = nextMark(region, { from, to: position }, open);
      const opened = open.findLast((opening) => opening.mark === mark.text);
      if (opened !== undefined && mark.mayClose && from > opened.end) {
        add(opened, from, from + mark.text.length);
        // What was opened inside and not closed there is no mark.
        for (const unclosed of open.slice(open.indexOf(opened) + 1)) tellUnclosed(unclosed.mark, unclosed.start);
        open = open.slice(0, open.indexOf(opened));
      } else if (opened === undefined && mark.mayOpen) {
        open.push({ mark: mark.text, start: from, end: from + mark.text.length });
      }
      from += mark.text.length;
    }
  }
  for (const unclosed of open) tellUnclosed(unclosed.mark, unclosed.start);
  return spans;
}

/** Which mark stands next in a run of stars or underscores: what closes the innermost one first, else the longest. */
function nextMark(
  text: string,
  { from, to }: { from: number; to: number },
  open: readonly Opening[],
): { text: string; mayOpen: boolean; mayClose: boolean } {
  const sign = text.charAt(from);
  const length = to - from;
  const innermost = open.findLast(({ mark }) => mark.startsWith(sign))?.mark;
  const double = sign + sign;
  if (sign === '~' || sign === '|' || (length >= 2 && innermost !== sign))
    return { text: double, mayOpen: true, mayClose: true };
  const before = text[from - 1] ?? ' ';
  const after = text[to] ?? ' ';
  return {
    text: sign,
    mayOpen: !/\s/.test(length > 1 ? (text[from + 1] ?? ' ') : after) && (sign === '*' || !isWord(before)),
    mayClose: !/\s/.test(before) && (sign === '*' || !isWord(after)),
  };
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

interface TickRun {
  start: number;
  length: number;
}

/** For each run of backticks, by its place, the next one that is as long. */
function findTickRuns(text: string, from: number): Map<number, TickRun> {
  const runs = Array.from(text.slice(from).matchAll(/`+/g), ({ index, 0: ticks }) => ({
    start: from + index,
    length: ticks.length,
  }));
  const next = new Map<number, TickRun>();
  const nextOfLength = new Map<number, TickRun>();
  for (const run of runs.toReversed()) {
    const closing = nextOfLength.get(run.length);
    if (closing !== undefined) next.set(run.start, closing);
    nextOfLength.set(run.length, run);
  }
  return next;
}

function readCode(
  text: string,
  start: number,
  ticks: string,
  runs: ReadonlyMap<number, TickRun>,
  quote: QuoteLine['mark'],
): Span | null {
  if (ticks.length >= BLOCK.length) {
    const inside = start + BLOCK.length;
    LANGUAGE.lastIndex = inside;
    const language = LANGUAGE.exec(text)?.[0] ?? '';
    const close = text.indexOf(BLOCK, inside);
    // A block that nothing closes is one whose end was cut off.
    const contentEnd = close < 0 ? text.length : close;
    return {
      start,
      contentStart: inside + language.length,
      contentEnd,
      end: close < 0 ? text.length : close + BLOCK.length,
      opening: `${BLOCK}${language}\n`,
      closing: `\n${quote === '> ' ? quote : ''}${BLOCK}`,
      isCode: true,
    };
  }
  const closing = runs.get(start);
  if (closing === undefined) return null;
  return {
    start,
    contentStart: start + ticks.length,
    contentEnd: closing.start,
    end: closing.start + closing.length,
    opening: ticks,
    closing: ticks,
    isCode: true,
  };
}
