/** What the macros of a card stand for. */
export interface MacroValues {
  char: string;
  user: string;
  /** What the asking person says about themselves. */
  persona: string;
}

/** So many macros of one text are expanded; no card that somebody wrote by hand has more. */
const MAX_EXPANSIONS = 1_000;
/** A text may grow to four times its length and this many characters more; a few short ones may say a lot. */
const MAX_GROWTH = 4;
const EXTRA_CHARACTERS = 64 * 1_024;
/** The braces of a macro, or one of the old kind as a whole. */
const MACRO_MARK = /\{\{(?!\{)|\}\}|<(USER|BOT|CHAR)>/gi;
const COMMENT = '//';
/** Enough of what stands between the braces to know which macro it is. */
const MAX_NAME_CHARACTERS = 100;

/**
 * Expands the macros that hold wherever a card's text is used: once, left to right, so that a value that
 * came from a person is never expanded itself. An unknown macro stays as text, and so does every one after the
 * text has become too long or has had too many.
 */
export function expandMacros(text: string, values: MacroValues): string {
  const maxCharacters = MAX_GROWTH * text.length + EXTRA_CHARACTERS;
  const pieces: string[] = [];
  let characters = 0;
  let position = 0;
  const add = (piece: string) => {
    pieces.push(piece);
    characters += piece.length;
  };
  let expansions = 0;
  for (const { start, end, name } of findMacros(text)) {
    const value = valueOf(name, values);
    if (value === null) continue;
    expansions += 1;
    const total = characters + (start - position) + value.length + (text.length - end);
    if (expansions > MAX_EXPANSIONS || total > maxCharacters) break;
    add(text.slice(position, start));
    add(value);
    position = end;
  }
  return pieces.join('') + text.slice(position);
}

/** Whether there is nothing in it that could be a macro. */
export const isPlainText = (text: string): boolean => text.search(MACRO_MARK) < 0;

interface Macro {
  start: number;
  end: number;
  name: string;
}

function* findMacros(text: string): Generator<Macro> {
  let open: number | null = null;
  for (const { index, 0: mark, 1: legacy } of text.matchAll(MACRO_MARK)) {
    const end = index + mark.length;
    const inside = open === null ? '' : text.slice(open, Math.min(index, open + MAX_NAME_CHARACTERS)).trim();
    if (mark === '{{') {
      open = end;
    } else if (legacy !== undefined && !inside.startsWith(COMMENT)) {
      open = null;
      yield { start: index, end, name: legacy.toLowerCase() };
    } else if (mark === '}}' && open !== null) {
      yield { start: open - mark.length, end, name: inside.toLowerCase() };
      open = null;
    }
  }
}

/** @returns null for a macro that nobody knows */
function valueOf(name: string, values: MacroValues): string | null {
  if (name.startsWith(COMMENT)) return '';
  switch (name) {
    case 'char':
    case 'bot':
      return values.char;
    case 'user':
      return values.user;
    case 'persona':
      return values.persona;
    case 'newline':
      return '\n';
    case 'space':
      return ' ';
    case 'noop':
    case 'original':
      return '';
    default:
      return null;
  }
}
