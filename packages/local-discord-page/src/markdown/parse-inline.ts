import type { Node } from './nodes.ts';

/** Where in the text the parser is, and what may stand there. */
export interface State {
  blocks: boolean;
  maskedLinks: boolean;
  inQuote: boolean;
  inLink: boolean;
  inList: number;
  depth: number;
}

/** Deeper nesting than anybody writes by hand is shown as it was typed. */
export const MAX_DEPTH = 24;

const ESCAPABLE = /[!-/:-@[-`{-~]/u;
const PUNCTUATION = '.,:;!?\'"*_~|';
const URL_START = /^https?:\/\/[^\s<>]+/u;
const BRACKETED_URL = /^<(https?:\/\/[^\s<>]+)>/u;
const ANGLE =
  /^<(?:@!?(\d{1,20})|@&(\d{1,20})|#(\d{1,20})|(a?):(\w{1,32}):(\d{1,20})|\/([^:>]{1,128}):(\d{1,20})|id:(\w+)|t:(-?\d{1,14})(?::([tTdDfFsSR]))?)>/u;
const UNICODE_EMOJI = /^\p{RGI_Emoji}/v;
const MAYBE_EMOJI = /[\p{Emoji}\u200d]/u;
const SHRUG = '¯\\_(ツ)_/¯';

const isSpace = (character: string | undefined): boolean => character === undefined || /\s/u.test(character);
const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/** The run of this character that starts at `index`. */
const runLength = (source: string, index: number): number => {
  let end = index;
  while (source[end] === source[index]) end += 1;
  return end - index;
};

/** Where the delimiter closes, or -1. Looks past escapes and inline code. */
const findClose = (source: string, from: number, delimiter: string): number => {
  for (let index = from; index < source.length; index += 1) {
    if (source[index] === '\\') index += 1;
    else if (source[index] === '`' && delimiter[0] !== '`') {
      const ticks = runLength(source, index);
      const end = closeOfCode(source, index + ticks, ticks);
      index = end === -1 ? index + ticks - 1 : end + ticks - 1;
    } else if (source.startsWith(delimiter, index)) return index;
  }
  return -1;
};

/** Where a run of exactly this many backticks stands next, or -1. */
const closeOfCode = (source: string, from: number, ticks: number): number => {
  for (let index = source.indexOf('`', from); index !== -1; ) {
    const length = runLength(source, index);
    if (length === ticks) return index;
    index = source.indexOf('`', index + length);
  }
  return -1;
};

/** A single `*` or `_` closes where it is not half of a double one and, for `_`, not inside a word. */
const findEmphasisClose = (source: string, from: number, mark: '*' | '_'): number => {
  let index = from;
  for (;;) {
    index = findClose(source, index, mark);
    if (index === -1) return -1;
    const length = runLength(source, index);
    if (length === 2) {
      // A nested **bold** or __underline__: go on behind its end.
      const end = findClose(source, index + 2, mark + mark);
      index = end === -1 ? index + 2 : end + 2;
      continue;
    }
    const closesHere = mark === '*' ? !isSpace(source[index - 1]) : !isWord(source[index + length]);
    if (closesHere && index > from) return index;
    index += length;
  }
};

const isOnlyUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol);

/** A link as it stands in text, without the punctuation that belongs to the sentence. */
const trimUrl = (url: string): string => {
  let unopened = url.split(')').length - url.split('(').length;
  let end = url.length;
  for (; end > 0; end -= 1) {
    const last = url.charAt(end - 1);
    if (last === ')' && unopened > 0) unopened -= 1;
    else if (!PUNCTUATION.includes(last)) break;
  }
  return url.slice(0, end);
};

const MASKED_TARGET = /^\(\s*<?(https?:\/\/[^\s<>]+?)>?(?:\s+"[^"]*")?\s*\)/u;

/** What is known of one text while it is parsed. */
interface Findings {
  /** Marks that close nowhere from here on. */
  hopeless: Set<string>;
  brackets: ReadonlyMap<number, number> | null;
}

/** What was found at a place, and how many characters of the source it takes. */
export type Match = { node: Node | readonly Node[]; length: number } | null;

const angle = (rest: string): Match => {
  const url = BRACKETED_URL.exec(rest);
  if (url?.[1] !== undefined && isOnlyUrl(url[1])) {
    return { node: { type: 'link', url: url[1], children: [{ type: 'text', text: url[1] }] }, length: url[0].length };
  }
  const found = ANGLE.exec(rest);
  if (found === null) return null;
  const [all, user, role, channel, animated, emojiName, emojiId, command, commandId, page, seconds, style] = found;
  const length = all.length;
  if (user !== undefined) return { node: { type: 'user', id: user }, length };
  if (role !== undefined) return { node: { type: 'role', id: role }, length };
  if (channel !== undefined) return { node: { type: 'channel', id: channel }, length };
  if (emojiName !== undefined && emojiId !== undefined) {
    return { node: { type: 'customEmoji', id: emojiId, name: emojiName, animated: animated === 'a' }, length };
  }
  if (command !== undefined && commandId !== undefined) {
    return { node: { type: 'command', id: commandId, name: command }, length };
  }
  if (page !== undefined) return { node: { type: 'guildPage', page }, length };
  const ms = Number(seconds) * 1000;
  if (Math.abs(ms) > 8_640_000_000_000_000) return null;
  return { node: { type: 'timestamp', ms, style: style ?? null }, length };
};

const codeBlock = (source: string, index: number): Match => {
  if (!source.startsWith('```', index)) return null;
  const end = source.indexOf('```', index + 3);
  if (end === -1) return null;
  const inside = source.slice(index + 3, end);
  const withLanguage = /^([\w#+.-]{1,32})\n/u.exec(inside);
  const language = withLanguage?.[1] ?? null;
  const text = inside
    .slice(withLanguage?.[0].length ?? 0)
    .replace(/^\n+/u, '')
    .replace(/(?<!\n)\n+$/u, '');
  if (text.trim() === '' && language === null && inside.trim() === '') return null;
  // The line break before the block stays; one after it would show as an empty line.
  const swallowed = source[end + 3] === '\n' ? 1 : 0;
  return {
    node: { type: 'codeBlock', language, text: text === '' ? inside.trim() : text },
    length: end + 3 + swallowed - index,
  };
};

const inlineCode = (source: string, index: number): Match => {
  const ticks = runLength(source, index);
  const end = closeOfCode(source, index + ticks, ticks);
  if (end === -1) return null;
  const inside = source.slice(index + ticks, end);
  const isPadded = inside.startsWith(' ') && inside.endsWith(' ') && /[^ ]/u.test(inside);
  const text = isPadded || inside.startsWith(' `') || inside.endsWith('` ') ? inside.slice(1, -1) : inside;
  return { node: { type: 'code', text }, length: end + ticks - index };
};

/** The state inside of something. */
export const deeper = (state: State, changes: Partial<State> = {}): State => ({
  ...state,
  ...changes,
  depth: state.depth + 1,
});

const PAIRS: readonly { mark: string; type: 'strong' | 'underline' | 'strike' | 'spoiler' }[] = [
  { mark: '**', type: 'strong' },
  { mark: '__', type: 'underline' },
  { mark: '~~', type: 'strike' },
  { mark: '||', type: 'spoiler' },
];

const pair = (source: string, index: number, state: State, { hopeless }: Findings): Match => {
  for (const { mark, type } of PAIRS) {
    if (!source.startsWith(mark, index) || hopeless.has(mark)) continue;
    let close = findClose(source, index + 2, mark);
    if (close === -1) {
      hopeless.add(mark);
      continue;
    }
    // In ***both*** the outermost stars close last.
    if (type === 'strong' || type === 'underline') close += runLength(source, close) - 2;
    if (close === index + 2) continue;
    const children = parseInline(source.slice(index + 2, close), deeper(state));
    return { node: { type, children }, length: close + 2 - index };
  }
  return null;
};

const emphasis = (source: string, index: number, state: State, { hopeless }: Findings): Match => {
  const mark = source[index];
  if (mark !== '*' && mark !== '_') return null;
  if (hopeless.has(mark) || isSpace(source[index + 1])) return null;
  if (mark === '_' && isWord(source[index - 1])) return null;
  const close = findEmphasisClose(source, index + 1, mark);
  if (close === -1) {
    hopeless.add(mark);
    return null;
  }
  const children = parseInline(source.slice(index + 1, close), deeper(state));
  return { node: { type: 'emphasis', children }, length: close + 1 - index };
};

/** For each `[` the place of its `]` on the same line. Found once per text: looked for from each `[`, thousands of them would stop the page. */
const findBrackets = (source: string): ReadonlyMap<number, number> => {
  const pairs = new Map<number, number>();
  let open: number[] = [];
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at];
    if (character === '\\') at += 1;
    else if (character === '\n') open = [];
    else if (character === '[') open.push(at);
    else if (character === ']') {
      const start = open.pop();
      if (start !== undefined) pairs.set(start, at);
    }
  }
  return pairs;
};

const maskedLink = (source: string, index: number, state: State, findings: Findings): Match => {
  if (!state.maskedLinks || state.inLink) return null;
  findings.brackets ??= findBrackets(source);
  const close = findings.brackets.get(index);
  if (close === undefined) return null;
  const target = MASKED_TARGET.exec(source.slice(close + 1, close + 2_200));
  const label = source.slice(index + 1, close);
  if (target?.[1] === undefined || label.trim() === '' || !isOnlyUrl(target[1])) return null;
  return {
    node: { type: 'link', url: target[1], children: parseInline(label, deeper(state, { inLink: true })) },
    length: close + 1 + target[0].length - index,
  };
};

const bareUrl = (source: string, index: number, state: State): Match => {
  if (state.inLink || isWord(source[index - 1])) return null;
  const raw = URL_START.exec(source.slice(index, index + 2_100))?.[0];
  if (raw === undefined) return null;
  const url = trimUrl(raw);
  return isOnlyUrl(url)
    ? { node: { type: 'link', url, children: [{ type: 'text', text: url }] }, length: url.length }
    : null;
};

const everyone = (source: string, index: number): Match => {
  const text = ['@everyone', '@here'].find((word) => source.startsWith(word, index));
  return text === undefined || isWord(source[index + text.length])
    ? null
    : { node: { type: 'everyone', text }, length: text.length };
};

const matchInline = (source: string, index: number, state: State, findings: Findings): Match => {
  switch (source.charAt(index)) {
    case '\n':
      return { node: { type: 'break' }, length: 1 };
    case '`':
      return codeBlock(source, index) ?? inlineCode(source, index);
    case '<':
      return angle(source.slice(index, index + 2_100));
    case '*':
    case '_':
      return pair(source, index, state, findings) ?? emphasis(source, index, state, findings);
    case '~':
    case '|':
      return pair(source, index, state, findings);
    case '[':
      return maskedLink(source, index, state, findings);
    case '@':
      return everyone(source, index);
    case 'h':
      return bareUrl(source, index, state);
    default:
      return null;
  }
};

const emojiAt = (source: string, index: number): string | undefined => {
  const code = source.codePointAt(index) ?? 0;
  if (code < 0xa9 && !/^[\d#*]\ufe0f?\u20e3/u.test(source.slice(index, index + 3))) return undefined;
  if (!MAYBE_EMOJI.test(String.fromCodePoint(code))) return undefined;
  return UNICODE_EMOJI.exec(source.slice(index, index + 40))?.[0];
};

/** What stands within a line: marks, links, mentions, emoji, code. */
export function parseInline(source: string, state: State): readonly Node[] {
  if (state.depth > MAX_DEPTH) return [{ type: 'text', text: source }];
  const nodes: Node[] = [];
  const findings: Findings = { hopeless: new Set(), brackets: null };
  let text = '';
  const flush = (): void => {
    if (text !== '') nodes.push({ type: 'text', text });
    text = '';
  };

  for (let index = 0; index < source.length; ) {
    const character = source[index] ?? '';
    if (character === '¯' && source.startsWith(SHRUG, index)) {
      text += SHRUG;
      index += SHRUG.length;
      continue;
    }
    if (character === '\\' && ESCAPABLE.test(source[index + 1] ?? '')) {
      text += source[index + 1];
      index += 2;
      continue;
    }
    const emoji = emojiAt(source, index);
    const match: Match =
      emoji === undefined
        ? matchInline(source, index, state, findings)
        : { node: { type: 'emoji', text: emoji }, length: emoji.length };
    if (match === null) {
      // A whole run at once, so that ***** is not tried star by star.
      const length = '*_~|`'.includes(character) ? runLength(source, index) : 1;
      text += source.slice(index, index + length);
      index += length;
      continue;
    }
    flush();
    nodes.push(...[match.node].flat());
    index += match.length;
  }
  flush();
  return nodes;
}
