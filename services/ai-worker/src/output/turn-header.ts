/** Whose words a line's header announces. `assistant` and `user` are the names that models invent turns under. */
export type HeaderKind = 'own' | 'other' | 'stranger' | 'assistant' | 'user';

export interface TurnHeader {
  kind: HeaderKind;
  /** As it is compared. */
  name: string;
  /** How much of the line it takes, with the blanks after it. */
  length: number;
  /** `Name (label):`, as prompts write it and nobody else does. */
  hasLabel: boolean;
}

/** The names that may stand in headers. */
export interface SceneNames {
  own: string;
  others: ReadonlySet<string>;
}

const STOCK_NAMES = new Map<string, HeaderKind>([
  ['user', 'user'],
  ['human', 'user'],
  ['you', 'user'],
  ['assistant', 'assistant'],
]);

/** `[12:04] `, `(12:04) `, `12:04 - `, with a date perhaps: transcripts begin lines like that. */
const TIMESTAMP =
  /^[^\S\n]{0,20}(?:[[(]?(?:\d{4}-\d{2}-\d{2}[ T])?\d{1,2}:\d{2}(?::\d{2})?(?: ?UTC| ?[ap]m)?[\])]?[^\S\n]{0,4}(?:[-–][^\S\n]{0,4})?)?/iu;
const BEGUN_TIMESTAMP =
  /^[^\S\n]{0,20}[[(]?[\dT:. -]{0,25}(?: ?(?:U|UT|UTC|[ap]m?))?[\])]?[^\S\n]{0,4}[-–]?[^\S\n]{0,4}$/iu;
const MARKS = /^(?:\*{1,3}|_{1,2}|\[|")/;
const MARKS_AT_END = /(?:\*{1,3}|_{1,2}|\]|")$/;
const AFTER_COLON = /^(?:\*{1,3}|_{1,2}|\]|")?(?:[^\S\n]+|$)/;
const LABEL = /[^\S\n]{0,4}\((?<label>[2-9a-z]{4}|character|bot)\)$/i;
const BEGUN_LABEL = /^[*_\]"]{0,3} {0,4}(?:\([2-9a-z]{0,9}\)?[*_\]"]{0,3} {0,4})?$/i;
/** A name that nobody in the scene has, before a label: short, and nothing that belongs to a sentence. */
const STRANGER = /^[^.!?,;:："“”…()\n]{1,40}$/u;
/** The longest header: a name, a label and their marks. */
const MAX_HEADER_CHARACTERS = 160;
const MAX_COLONS = 8;

export function sceneNames(own: string, others: readonly string[]): SceneNames {
  const known = others.map(foldName).filter((name) => name !== '' && name !== foldName(own));
  return { own: foldName(own), others: new Set(known) };
}

/** The header with which a line begins, or null. */
export function readHeader(line: string, names: SceneNames): TurnHeader | null {
  const start = TIMESTAMP.exec(line)?.[0].length ?? 0;
  let colon = start;
  for (let tries = 0; tries < MAX_COLONS; tries += 1) {
    colon = findColon(line, colon);
    if (colon < 0 || colon > start + MAX_HEADER_CHARACTERS) return null;
    const after = AFTER_COLON.exec(line.slice(colon + 1))?.[0] ?? (line[colon] === '：' ? '' : null);
    const who = after === null ? null : identify(line.slice(start, colon), names);
    if (after !== null && who !== null) return { ...who, length: colon + 1 + after.length };
    colon += 1;
  }
  return null;
}

/** Whether a line of which only the beginning has come may get a header, or has one. */
export function mayBeginHeader(line: string, names: SceneNames): boolean {
  if (BEGUN_TIMESTAMP.test(line)) return true;
  const rest = line.slice(TIMESTAMP.exec(line)?.[0].length ?? 0);
  if (rest.length > MAX_HEADER_CHARACTERS) return readHeader(line, names) !== null;
  if (readHeader(line, names) !== null) return true;
  const known = [names.own, ...names.others, ...STOCK_NAMES.keys()];
  return [rest, rest.replace(MARKS, '')].some((words) => {
    const folded = foldName(words.replace(/[:：][*_\]"]{0,3}$/, ''));
    const mayBeKnown = known.some(
      (name) => name.startsWith(folded) || (folded.startsWith(name) && BEGUN_LABEL.test(folded.slice(name.length))),
    );
    const [stranger, label] = splitAt(words, words.lastIndexOf('('));
    const mayBeStranger =
      STRANGER.test(stranger.trimEnd()) &&
      (label === '' || /^\([2-9a-z]{0,9}\)?[*_\]"]{0,3}[^\S\n]{0,4}[:：]?[*_\]"]{0,3}$/i.test(label));
    return mayBeKnown || mayBeStranger;
  });
}

function identify(written: string, names: SceneNames): Omit<TurnHeader, 'length'> | null {
  for (const words of [written, written.replace(MARKS, '')]) {
    const found = lookUp(words, names);
    if (found !== null) return { ...found, hasLabel: false };
    const bare = withoutMarksAtEnd(words);
    const label = LABEL.exec(bare);
    if (label === null) {
      const marked = lookUp(bare, names);
      if (marked !== null) return { ...marked, hasLabel: false };
      continue;
    }
    const name = withoutMarksAtEnd(bare.slice(0, label.index));
    const labelled = lookUp(name, names);
    if (labelled !== null) return { ...labelled, hasLabel: true };
    // Four letters in brackets are often a word; a digit among them makes them a label.
    const isOurs = /\d|^(?:character|bot)$/i.test(label.groups?.['label'] ?? '');
    if (isOurs && STRANGER.test(name)) return { kind: 'stranger', name: foldName(name), hasLabel: true };
  }
  return null;
}

function lookUp(words: string, { own, others }: SceneNames): { kind: HeaderKind; name: string } | null {
  const name = foldName(words);
  if (name === '') return null;
  if (name === own) return { kind: 'own', name };
  if (others.has(name)) return { kind: 'other', name };
  const stock = STOCK_NAMES.get(name);
  return stock === undefined ? null : { kind: stock, name };
}

function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/g, ' ');
}

function withoutMarksAtEnd(words: string): string {
  return words.trimEnd().replace(MARKS_AT_END, '').trimEnd();
}

function findColon(line: string, from: number): number {
  const found = line.slice(from, from + MAX_HEADER_CHARACTERS + 1).search(/[:：]/);
  return found < 0 ? -1 : from + found;
}

function splitAt(text: string, index: number): [string, string] {
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index)];
}
