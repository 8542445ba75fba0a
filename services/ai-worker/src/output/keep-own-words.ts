import { findCode, isInside } from './code-ranges.ts';

/** A header as prompts write it: `Name (label):`. */
const LABEL = String.raw`[^\S\n]*\((?:[2-9a-z]{4}|character|bot)\)`;
/** `[12:04] `, `(12:04) `, `12:04 - `, with a date perhaps: transcripts begin lines like that. */
const TIMESTAMP = String.raw`(?:[[(]?(?:\d{4}-\d{2}-\d{2}[ T])?\d{1,2}:\d{2}(?::\d{2})?(?: ?UTC| ?[ap]m)?[\])]?[^\S\n]*(?:[-–][^\S\n]*)?)?`;
const MARKS = String.raw`(?:\*{1,3}|_{1,2}|\[|")?`;
const MARKS_END = String.raw`(?:\*{1,3}|_{1,2}|\]|")?`;

/**
 * Keeps what the character says and drops the frame of a transcript: headers with its own name, and
 * everything from a line on that speaks for somebody else.
 * @param otherNames people and characters of the scene
 */
export function keepOwnWords(
  text: string,
  { ownName, otherNames }: { ownName: string; otherNames: readonly string[] },
): string {
  const own = headerPattern([ownName], { needsLabel: false });
  const foreign = [headerPattern(otherNames, { needsLabel: false }), headerPattern([], { needsLabel: true })];
  const lines = text.trimStart().split('\n');
  const code = findCode(lines.join('\n'));

  const kept: string[] = [];
  let offset = 0;
  for (const line of lines) {
    const isCode = isInside(code, offset);
    offset += line.length + 1;
    const ownHeader = isCode ? null : own?.exec(line);
    if (ownHeader) {
      // What stands before the first line under the own name is an echo of what others said.
      if (startsForeign(kept, foreign)) kept.length = 0;
      kept.push(line.slice(ownHeader[0].length));
      continue;
    }
    if (!isCode && kept.length > 0 && !startsForeign(kept, foreign) && isForeign(line, foreign)) break;
    kept.push(line);
  }
  return stripLabelHeader(kept).join('\n');
}

function startsForeign(lines: readonly string[], foreign: readonly (RegExp | null)[]): boolean {
  const first = lines.find((line) => line.trim() !== '');
  return first !== undefined && isForeign(first, foreign);
}

function isForeign(line: string, foreign: readonly (RegExp | null)[]): boolean {
  return foreign.some((pattern) => pattern?.test(line));
}

/** A reply that begins with somebody's labelled header and goes on without an own one: the label is ours, so it goes. */
function stripLabelHeader(lines: readonly string[]): string[] {
  const pattern = headerPattern([], { needsLabel: true });
  const [first = '', ...rest] = lines;
  return [pattern === null ? first : first.replace(pattern, ''), ...rest];
}

/** @returns a pattern for the header at a line's start; null when there is no name to look for */
function headerPattern(names: readonly string[], { needsLabel }: { needsLabel: boolean }): RegExp | null {
  const known = names.filter((name) => name.trim() !== '').map((name) => escapePattern(name.trim()));
  if (!needsLabel && known.length === 0) return null;
  const name = needsLabel ? String.raw`[^\n:]{1,80}?` : `(?:${known.join('|')})`;
  const label = needsLabel ? LABEL : `(?:${LABEL})?`;
  return new RegExp(
    String.raw`^[^\S\n]*${TIMESTAMP}${MARKS}${name}${label}${MARKS_END}[^\S\n]*[:：]${MARKS_END}(?:[^\S\n]+|$)`,
    'iu',
  );
}

/** Only what means something in a pattern: under the `u` flag escaping anything else, such as a hyphen, throws. */
function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
