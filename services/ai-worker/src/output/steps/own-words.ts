import { readCode } from '../read-code.ts';
import type { Step } from '../step.ts';
import { mayBeginHeader, readHeader, type SceneNames, sceneNames, type TurnHeader } from '../turn-header.ts';

interface Line {
  text: string;
  isBlank: boolean;
  header: TurnHeader | null;
}

/**
 * What the character says, without the frame of a transcript: headers with its own name, and everything from a
 * line on that speaks for somebody else.
 *
 * A name before a colon is often no header: in a crew list, an address, an entry. So it cuts only where people take
 * turns: under a label, which only prompts write; where the character speaks again afterwards, or somebody speaks
 * twice; or where the text ends in what others say. What reads as a list stays.
 */
export const ownWords: Step = {
  id: 'own-words',
  clean(text, { characterName, otherNames }, isWhole) {
    const names = sceneNames(characterName, otherNames);
    return isWhole ? cleanWhole(text, names) : cleanBeginning(text, names);
  },
};

function cleanWhole(text: string, names: SceneNames): string {
  const lines = withoutLists(readLines(text, names));
  const first = lines.findIndex(({ isBlank }) => !isBlank);
  const opening = lines[first]?.header ?? null;
  if (opening === null || isOwn(opening)) return takeTurns(lines);
  const own = lines.findIndex(({ header }) => header !== null && isOwn(header));
  // What stands before the first line under the own name is an echo of what others said.
  if (own >= 0) return takeTurns(lines.slice(own));
  // Somebody is spoken to. A label there is ours.
  return lines.map((line, index) => (index === first && opening.hasLabel ? wordsOf(line) : line.text)).join('\n');
}

/** What the character says before somebody else's turn. */
function takeTurns(lines: readonly Line[]): string {
  const lastOwn = lines.findLastIndex(({ header }) => header !== null && isOwn(header));
  const repeated = findRepeatedNames(lines);
  const endStart = findTurnsAtEnd(lines);
  const end = lines.findIndex(({ header }, index) => {
    if (header === null || isOwn(header)) return false;
    const isTurn = header.hasLabel || header.kind === 'user';
    return isTurn || index < lastOwn || repeated.has(header.name) || index >= endStart;
  });
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .map((line) => (line.header === null ? line.text : isOwn(line.header) ? wordsOf(line) : line.text))
    .join('\n');
}

function isOwn({ kind }: TurnHeader): boolean {
  return kind === 'own' || kind === 'assistant';
}

function findRepeatedNames(lines: readonly Line[]): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { header } of lines) {
    if (header !== null && seen.has(header.name)) repeated.add(header.name);
    if (header !== null) seen.add(header.name);
  }
  return repeated;
}

/** From which line on the text consists of turns to its end, at least one of which reads like speech; else beyond it. */
function findTurnsAtEnd(lines: readonly Line[]): number {
  const lastParagraph = lines.findLastIndex(
    ({ isBlank, header }, index) => !isBlank && header === null && (lines[index - 1]?.isBlank ?? true),
  );
  const turns = lines.slice(lastParagraph + 1).filter(({ header }) => header !== null);
  const isSpoken =
    turns.some(soundsSpoken) || (turns.length === 1 && turns.some((turn) => countWords(wordsOf(turn)) > 2));
  return isSpoken || turns.some((turn) => wordsOf(turn).trim() === '') ? lastParagraph + 1 : lines.length;
}

function soundsSpoken(line: Line): boolean {
  return /[!?！？…"“”„«»「」*]/.test(wordsOf(line));
}

/** Takes the headers from lines that are a list of names and what belongs to each. */
function withoutLists(lines: Line[]): Line[] {
  let run: number[] = [];
  const listed = new Set<number>();
  const endRun = () => {
    if (run.length > 0 && isList(lines, run)) for (const index of run) listed.add(index);
    run = [];
  };
  for (const [index, { header, isBlank }] of lines.entries()) {
    if (header !== null) run.push(index);
    else if (!isBlank) endRun();
  }
  endRun();
  return lines.map((line, index) => (listed.has(index) ? { ...line, header: null } : line));
}

function isList(lines: readonly Line[], run: readonly number[]): boolean {
  const items = run.flatMap((index) => lines[index] ?? []);
  const headers = items.flatMap(({ header }) => header ?? []);
  if (headers.some(({ hasLabel }) => hasLabel) || items.some((item) => wordsOf(item).trim() === '')) return false;
  const isOfScene = headers.every(({ kind }) => kind === 'own' || kind === 'other');
  const before = lines.slice(0, run[0]);
  const isIntroduced = /[:：][*_]{0,3}$|^#/.test(before.findLast(({ isBlank }) => !isBlank)?.text.trim() ?? '');
  if (isOfScene && isIntroduced) return true;
  const hasDistinctNames = new Set(headers.map(({ name }) => name)).size === headers.length;
  const isShort = items.every((item) => isShortEntry(wordsOf(item), true));
  const neighbours = [before.at(-1), lines[(run.at(-1) ?? 0) + 1]];
  const hasOtherKeys = neighbours.some((line) => line !== undefined && line.header === null && KEY.test(line.text));
  return hasDistinctNames && isShort && (hasOtherKeys || (isOfScene && run.length > 1));
}

/** A line of a list whose key is nobody in the scene. */
const KEY = /^[^\S\n]{0,4}[*_]{0,2}[\p{L}\p{N}][\p{L}\p{N} _'-]{0,24}[*_]{0,2}[:：]/u;
const MAX_ENTRY_CHARACTERS = 24;

/** @param isComplete false while more words may come */
function isShortEntry(words: string, isComplete: boolean): boolean {
  const entry = words.trim();
  if (entry.length > MAX_ENTRY_CHARACTERS || countWords(entry) > 2) return false;
  return !isComplete || !/[.!?…。！？"”*]$/.test(entry);
}

function countWords(words: string): number {
  return words.trim().split(/\s+/).length;
}

function wordsOf({ text, header }: Line): string {
  return text.slice(header?.length ?? 0);
}

function readLines(text: string, names: SceneNames): Line[] {
  const code = readCode(text, true);
  let start = 0;
  return text.split('\n').map((line) => {
    const header = readHeader(line, names);
    const isCode = header !== null && code.at(start) === 'code';
    start += line.length + 1;
    return { text: line, isBlank: line.trim() === '', header: isCode ? null : header };
  });
}

/** The lines before the first one that may be somebody's turn: what it is shows only later, and with it what to do. */
function cleanBeginning(text: string, names: SceneNames): string {
  const code = readCode(text, false);
  const said: string[] = [];
  let hasBegun = false;
  let start = 0;
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const isComplete = index < lines.length - 1;
    const header = readHeader(line, names);
    const mayBeTurn = header !== null || (!isComplete && mayBeginHeader(line, names));
    const isTurn = mayBeTurn && code.at(start) !== 'code';
    if (isTurn && (hasBegun || header === null || !isSurelyOwn(line, header, isComplete))) break;
    said.push(isTurn ? line.slice(header?.length) : line);
    hasBegun ||= line.trim() !== '';
    start += line.length + 1;
  }
  return hasBegun ? said.join('\n') : '';
}

/** Whether the header with which a text begins is the character's, and no item of a list. */
function isSurelyOwn(line: string, header: TurnHeader, isComplete: boolean): boolean {
  if (!isOwn(header)) return false;
  const words = line.slice(header.length);
  if (words.trim() === '') return isComplete;
  return header.hasLabel || !isShortEntry(words, isComplete);
}
