/** Whether a place in a text is code; `unsettled` while text that is still to come decides it. */
export type Place = 'text' | 'code' | 'unsettled';

/** Tells what is code in a text, going through it once from left to right. */
export interface CodeReader {
  /** @param index not smaller than the one before */
  at: (index: number) => Place;
  /** The text starts over here: no fence and no backtick before it reaches beyond. */
  restart: (index: number) => void;
}

/** A run of backticks or tildes. */
interface Run {
  start: number;
  end: number;
  mark: string;
  /** Where the blank line after its paragraph is, or the text's end. */
  paragraphEnd: number;
  opensFence: boolean;
  closesFence: boolean;
}

interface Range {
  start: number;
  end: number;
  place: Place;
}

const RUN = /`+|~{3,}/g;
const BLANK_LINE = /\n[^\S\n]*\n/g;
const MIN_FENCE = 3;
const MAX_INDENT = 3;

/**
 * Fenced blocks, to their end or that of the text, and spans between two runs of as many backticks in one
 * paragraph.
 * @param isWhole false while more may follow
 */
export function readCode(text: string, isWhole: boolean): CodeReader {
  return createReader(text, isWhole, () => {
    const runs = findRuns(text);
    return { runs, closings: pairSpans(runs) };
  });
}

/** Fenced blocks alone. */
export function readFences(text: string): CodeReader {
  return createReader(text, true, () => ({ runs: findRuns(text), closings: [] }));
}

interface Marks {
  runs: readonly Run[];
  /** For each run the one that ends the span which it begins. */
  closings: readonly (Run | undefined)[];
}

/** @param findMarks called once somebody asks: most texts hold nothing to ask about */
function createReader(text: string, isWhole: boolean, findMarks: () => Marks): CodeReader {
  let marks: Marks | null = null;
  let position = 0;
  let next = 0;
  let current: Range | null = null;

  const rangeOf = ({ runs, closings }: Marks, index: number): Range | null => {
    const run = runs[index] as Run;
    if (run.opensFence || (position > 0 && isFence(text, run, position))) return fenceFrom(runs, index);
    const closing = closings[index];
    if (closing !== undefined) {
      // The last run of a text may grow into another one.
      const isSettled = isWhole || closing.end < text.length;
      return { start: run.start, end: closing.end, place: isSettled ? 'code' : 'unsettled' };
    }
    const mayClose = !isWhole && run.paragraphEnd === text.length;
    return mayClose ? { start: run.start, end: text.length, place: 'unsettled' } : null;
  };

  const fenceFrom = (runs: readonly Run[], index: number): Range => {
    const opening = runs[index] as Run;
    let closing: Run | undefined;
    for (let at = index + 1; at < runs.length && closing === undefined; at += 1)
      if (closes(runs[at] as Run, opening)) closing = runs[at];
    // Until its line has ended, a fence may turn out to be none.
    const isSettled = isWhole || text.includes('\n', (closing ?? opening).end);
    return { start: opening.start, end: closing?.end ?? text.length, place: isSettled ? 'code' : 'unsettled' };
  };

  const moveTo = (index: number) => {
    marks ??= findMarks();
    const { runs } = marks;
    while (current === null || current.end <= index) {
      position = current?.end ?? position;
      current = null;
      while ((runs[next]?.start ?? position) < position) next += 1;
      const run = runs[next];
      if (run === undefined || run.start > index) return;
      current = rangeOf(marks, next);
      next += 1;
    }
  };

  return {
    at(index) {
      moveTo(index);
      return current !== null && index >= current.start ? current.place : 'text';
    },
    restart(index) {
      position = index;
      current = null;
    },
  };
}

function findRuns(text: string): Run[] {
  const blankLines = Array.from(text.matchAll(BLANK_LINE), ({ index }) => index);
  let paragraph = 0;
  return Array.from(text.matchAll(RUN), ({ index, 0: marks }) => {
    while ((blankLines[paragraph] ?? text.length) < index) paragraph += 1;
    const run = { start: index, end: index + marks.length, mark: marks.charAt(0) };
    return {
      ...run,
      paragraphEnd: blankLines[paragraph] ?? text.length,
      opensFence: isFence(text, run, 0),
      closesFence: isAtLineStart(text, run, 0) && restOfLine(text, run.end).trim() === '',
    };
  });
}

function closes(run: Run, opening: Run): boolean {
  return run.closesFence && run.mark === opening.mark && run.end - run.start >= opening.end - opening.start;
}

type BareRun = Pick<Run, 'start' | 'end' | 'mark'>;

/** @param from where the text begins */
function isFence(text: string, run: BareRun, from: number): boolean {
  return isAtLineStart(text, run, from) && (run.mark === '~' || !restOfLine(text, run.end).includes('`'));
}

function isAtLineStart(text: string, { start, end }: BareRun, from: number): boolean {
  if (end - start < MIN_FENCE) return false;
  let index = start;
  while (index > from && text[index - 1] === ' ') index -= 1;
  return start - index <= MAX_INDENT && (index === from || text[index - 1] === '\n');
}

function restOfLine(text: string, from: number): string {
  const end = text.indexOf('\n', from);
  return text.slice(from, end < 0 ? text.length : end);
}

/** For each run of backticks the next one of its length, if no blank line and no fence stands between. */
function pairSpans(runs: readonly Run[]): (Run | undefined)[] {
  const closings: (Run | undefined)[] = [];
  const nextOfLength = new Map<number, Run>();
  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const run = runs[index] as Run;
    if (run.opensFence || run.paragraphEnd !== runs[index + 1]?.paragraphEnd) nextOfLength.clear();
    if (run.mark !== '`' || run.opensFence) continue;
    closings[index] = nextOfLength.get(run.end - run.start);
    nextOfLength.set(run.end - run.start, run);
  }
  return closings;
}
