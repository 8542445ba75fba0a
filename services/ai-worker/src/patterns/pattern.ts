import { RE2JS } from 're2js';

/** A pattern that somebody wrote, in an engine whose time grows with the text and no faster. */
export interface Pattern {
  test(text: string): boolean;
  /**
   * Every match replaced, or only the first where the pattern has no `g`.
   * @throws PatternTooCostly when it takes too long, or the text becomes far longer than it was
   */
  replace(text: string, replacement: (match: Match) => string): string;
}

export interface Match {
  /** The whole match, and its groups in order; null for a group that took no part. */
  groups: readonly (string | null)[];
  named: Readonly<Record<string, string | null>>;
}

export class PatternTooCostly extends Error {
  override readonly name = 'PatternTooCostly';
}

/** `/source/flags`, as JavaScript writes it. */
interface WrittenPattern {
  source: string;
  flags: string;
}

/** @returns null for a text that is no pattern: it lacks a slash at either end, or has one inside */
export function readPattern(text: string): WrittenPattern | null {
  const end = text.lastIndexOf('/');
  if (!text.startsWith('/') || end < 2) return null;
  const [source, flags] = [text.slice(1, end), text.slice(end + 1)];
  if (!/^[dgimsuyv]*$/.test(flags) || /(?:^|[^\\])\//.test(source)) return null;
  return { source: source.replaceAll('\\/', '/'), flags };
}

const MAX_SOURCE_CHARACTERS = 2_000;
/** Instructions of a compiled pattern: what its worst text costs per character. */
const MAX_PROGRAM = 600;
/** Counted repeats are written out, and multiply inside one another, so they are refused before they are compiled. */
const MAX_REPEATS = 200;
const COUNTED_REPEAT = /\{(\d{1,9})(?:,(\d{0,9}))?\}/g;
/** Each search goes through the rest of the text, so many of them are more than linear. */
const MAX_REPLACING_MS = 25;
const MAX_GROWTH = 4;
const EXTRA_CHARACTERS = 4_096;

/** @returns null for one that the engine does not know, such as a backreference, or that is too large for it */
export function compilePattern({ source, flags }: WrittenPattern): Pattern | null {
  if (source.length > MAX_SOURCE_CHARACTERS || countRepeats(source) > MAX_REPEATS) return null;
  const compiled = compile(source, flags);
  if (compiled === null || compiled.programSize() > MAX_PROGRAM) return null;
  return {
    test: (text) => compiled.test(text),
    replace: (text, replacement) => replaceIn(text, compiled, { isGlobal: flags.includes('g'), replacement }),
  };
}

function compile(source: string, flags: string): RE2JS | null {
  const bits =
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0);
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source), bits);
  } catch {
    return null;
  }
}

function countRepeats(source: string): number {
  let product = 1;
  for (const [, least = '', most = ''] of source.matchAll(COUNTED_REPEAT)) {
    product *= Math.max(1, Number(least), Number(most));
  }
  return product;
}

function replaceIn(
  text: string,
  compiled: RE2JS,
  { isGlobal, replacement }: { isGlobal: boolean; replacement: (match: Match) => string },
): string {
  const endsAt = performance.now() + MAX_REPLACING_MS;
  const matcher = compiled.matcher(text);
  const pieces: string[] = [];
  let position = 0;
  let characters = 0;
  while (matcher.find()) {
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index));
    const inserted = replacement({ groups, named: matcher.getNamedGroups() });
    pieces.push(text.slice(position, matcher.start()), inserted);
    characters += matcher.start() - position + inserted.length;
    position = matcher.end();
    if (!isGlobal) break;
    if (characters > MAX_GROWTH * text.length + EXTRA_CHARACTERS) throw new PatternTooCostly('the text grows too much');
    if (performance.now() > endsAt) throw new PatternTooCostly('replacing takes too long');
  }
  return pieces.join('') + text.slice(position);
}
