import { type MacroValues, valueOfMacro } from './macros.ts';
import { TRIM_MARK } from './trim-mark.ts';

export type { MacroValues } from './macros.ts';

/** So many macros of one text are expanded; no card that somebody wrote by hand has more. */
const MAX_EXPANSIONS = 1_000;
/** Macros inside macros, so deep. */
const MAX_DEPTH = 20;
/** A text may grow to four times its length and this many characters more; a few short ones may say a lot. */
const MAX_GROWTH = 4;
const EXTRA_CHARACTERS = 64 * 1_024;
/** The braces of a macro, or one of the old kind as a whole. */
const MACRO_MARK = /\{\{(?!\{)|\}\}|<(USER|BOT|CHAR|GROUP|CHARIFNOTGROUP)>/gi;

/** Whether there is nothing in it that could be a macro. */
export const isPlainText = (text: string): boolean => text.search(MACRO_MARK) < 0;

/** What stands between two marks: as it was written, or what a macro stands for, which is never read again. */
interface Piece {
  text: string;
  isValue: boolean;
}

/** A macro that is not closed yet, or the text itself. */
interface Frame {
  start: number;
  pieces: Piece[];
}

/**
 * Expands the macros that hold wherever owners type text: once, left to right and the innermost first, so that a value
 * that came from a person is never expanded itself. An unknown macro stays as text, and so does every one after the text has
 * become too long or has had too many.
 */
export function expandMacros(text: string, values: MacroValues): string {
  if (isPlainText(text)) return text;
  const maxCharacters = MAX_GROWTH * text.length + EXTRA_CHARACTERS;
  const variables = new Map<string, string>();
  const frames: Frame[] = [{ start: 0, pieces: [] }];
  let position = 0;
  let expansions = 0;
  let growth = 0;
  const current = (): Frame => frames.at(-1) ?? { start: 0, pieces: [] };
  const addText = (end: number) => {
    if (end > position) current().pieces.push({ text: text.slice(position, end), isValue: false });
  };
  /** @returns false when there have been too many, or the text would become too long */
  const addValue = (value: string, written: number): boolean => {
    expansions += 1;
    growth += value.length - written;
    if (expansions > MAX_EXPANSIONS || text.length + growth > maxCharacters) return false;
    current().pieces.push({ text: value, isValue: true });
    return true;
  };

  for (const { index, 0: mark, 1: legacy } of text.matchAll(MACRO_MARK)) {
    const end = index + mark.length;
    if (mark === '{{' && frames.length <= MAX_DEPTH) {
      addText(index);
      frames.push({ start: index, pieces: [] });
    } else if (legacy !== undefined) {
      const value = valueOfMacro(legacy.toLowerCase(), [], { values, variables, place: index });
      if (value === null) continue;
      addText(index);
      if (!addValue(value, mark.length)) return closeAll(frames) + text.slice(index);
    } else if (mark === '}}' && frames.length > 1) {
      addText(index);
      const { start, pieces } = frames.pop() ?? current();
      const { name, args } = readMacro(pieces);
      const value = valueOfMacro(name, args, { values, variables, place: start });
      if (value === null) current().pieces.push(...written(pieces, '}}'));
      else if (!addValue(value, end - start)) return closeAll(frames) + text.slice(start);
    } else {
      continue;
    }
    position = end;
  }
  addText(text.length);
  return trimmed(closeAll(frames));
}

const written = (pieces: readonly Piece[], close: string): Piece[] => [
  { text: '{{', isValue: true },
  ...pieces,
  { text: close, isValue: true },
];

const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');

/** What was begun and never closed is text. */
const closeAll = (frames: readonly Frame[]): string => frames.map(({ pieces }) => textOf(pieces)).join('{{');

/** `{{trim}}` takes the line breaks around it. */
const trimmed = (text: string): string =>
  text.includes(TRIM_MARK)
    ? text.split(TRIM_MARK).reduce((before, after) => before.replace(/(?<!\n)\n+$/, '') + after.replace(/^\n+/, ''))
    : text;

/** The name and the arguments: `name::a::b`, or `name:a` and `name a` as they were written before. */
function readMacro(pieces: readonly Piece[]): { name: string; args: string[] } {
  const first = pieces[0];
  if (first === undefined || first.isValue) return { name: '', args: [] };
  const head = first.text.trimStart();
  const found = /^(?:\/\/|time_utc[+-]?\d{1,2}|[a-z_]\w*)/i.exec(head)?.[0] ?? '';
  const rest: Piece[] = [{ text: head.slice(found.length), isValue: false }, ...pieces.slice(1)];
  return { name: found.toLowerCase(), args: readArguments(rest) };
}

function readArguments(pieces: readonly Piece[]): string[] {
  const [first = { text: '', isValue: false }, ...rest] = pieces;
  const separator = /^\s*(::|:|\s)/.exec(first.text);
  const whole = [{ ...first, text: separator === null ? first.text : first.text.slice(separator[0].length) }, ...rest];
  if (separator === null || separator[1] !== '::') {
    const single = textOf(whole).trim();
    return single === '' ? [] : [single];
  }
  const args = [''];
  for (const { text, isValue } of whole) {
    const [head = '', ...others] = isValue ? [text] : text.split('::');
    args[args.length - 1] += head;
    args.push(...others);
  }
  return args.map((arg) => arg.trim());
}
