import type { Node } from './nodes.ts';
import { deeper, MAX_DEPTH, type Match, parseInline, type State } from './parse-inline.ts';

const MAX_LIST_DEPTH = 11;

const QUOTE_LINE = /^> /u;
const LIST_ITEM = /^( *)([-*]|\d{1,9}\.) +(?=\S)/u;
const HEADING = /^(#{1,3}) +(?=\S)(.*)$/u;
const SUBTEXT = /^-# +(?=\S)(.*)$/u;

const lineEnd = (source: string, from: number): number => {
  const end = source.indexOf('\n', from);
  return end === -1 ? source.length : end;
};

/** A heading's text without the `#` that may close it. */
const withoutClosingMarks = (heading: string): string => {
  const text = heading.trimEnd();
  let end = text.length;
  while (text[end - 1] === '#') end -= 1;
  return text.slice(0, end).trimEnd();
};

/** The block that begins at a line's start, and how many characters of the source it takes with its line break. */
const matchBlock = (source: string, index: number, state: State): Match => {
  const line = source.slice(index, lineEnd(source, index));
  const end = Math.min(index + line.length + 1, source.length);

  if (!state.inQuote && source.startsWith('>>> ', index)) {
    const children = parseBlocks(source.slice(index + 4), deeper(state, { inQuote: true }));
    return { node: { type: 'quote', children }, length: source.length - index };
  }
  if (!state.inQuote && QUOTE_LINE.test(line)) {
    const lines: string[] = [];
    let at = index;
    while (at < source.length) {
      const next = source.slice(at, lineEnd(source, at));
      if (!QUOTE_LINE.test(next)) break;
      lines.push(next.slice(2));
      at = Math.min(at + next.length + 1, source.length);
    }
    const children = parseBlocks(lines.join('\n'), deeper(state, { inQuote: true }));
    return { node: { type: 'quote', children }, length: at - index };
  }
  const heading = HEADING.exec(line);
  if (heading?.[1] !== undefined && heading[2] !== undefined) {
    const level = heading[1].length === 1 ? 1 : heading[1].length === 2 ? 2 : 3;
    const children = parseInline(withoutClosingMarks(heading[2]), deeper(state));
    return { node: { type: 'heading', level, children }, length: end - index };
  }
  const subtext = SUBTEXT.exec(line);
  if (subtext?.[1] !== undefined) {
    return { node: { type: 'subtext', children: parseInline(subtext[1], deeper(state)) }, length: end - index };
  }
  return LIST_ITEM.test(line) && state.inList < MAX_LIST_DEPTH ? matchList(source, index, state) : null;
};

/** Items at one indentation; deeper lines belong to the item above them. */
const matchList = (source: string, index: number, state: State): Match => {
  const first = LIST_ITEM.exec(source.slice(index, lineEnd(source, index)));
  if (first?.[1] === undefined || first[2] === undefined) return null;
  const indent = first[1].length;
  const start = /\d/u.test(first[2]) ? Number.parseInt(first[2], 10) : null;
  const items: string[][] = [];
  let at = index;
  while (at < source.length) {
    const line = source.slice(at, lineEnd(source, at));
    const item = LIST_ITEM.exec(line);
    const current = items.at(-1);
    if (item?.[1] !== undefined && item[1].length <= indent + 1 && item[1].length >= indent) {
      items.push([line.slice(item[0].length)]);
    } else if (current !== undefined && line.startsWith(' '.repeat(indent + 2)) && line.trim() !== '') {
      current.push(line.slice(indent + 2));
    } else break;
    at = Math.min(at + line.length + 1, source.length);
  }
  const children = items.map((lines) => parseBlocks(lines.join('\n'), deeper(state, { inList: state.inList + 1 })));
  return { node: { type: 'list', start, items: children }, length: at - index };
};

/** Where the lines without a block of their own end: at the next line that begins one. Code blocks hide what is inside. */
const endOfParagraph = (source: string, from: number, state: State): number => {
  let at = from;
  while (at < source.length) {
    const fence = source.indexOf('```', at);
    const end = lineEnd(source, at);
    if (fence !== -1 && fence < end) {
      const close = source.indexOf('```', fence + 3);
      if (close !== -1) {
        at = lineEnd(source, close + 3) + 1;
        continue;
      }
    }
    at = end + 1;
    if (at < source.length && matchesBlockStart(source, at, state)) return at;
  }
  return source.length;
};

const matchesBlockStart = (source: string, index: number, state: State): boolean => {
  const line = source.slice(index, lineEnd(source, index));
  if (!state.inQuote && (QUOTE_LINE.test(line) || line.startsWith('>>> '))) return true;
  return HEADING.test(line) || SUBTEXT.test(line) || LIST_ITEM.test(line);
};

/** What takes whole lines: headings, quotes, lists; and everything else between them. */
export function parseBlocks(source: string, state: State): readonly Node[] {
  if (!state.blocks || state.depth > MAX_DEPTH) return parseInline(source, state);
  const nodes: Node[] = [];
  for (let index = 0; index < source.length; ) {
    const block = matchBlock(source, index, state);
    if (block !== null) {
      nodes.push(...[block.node].flat());
      index += block.length;
      continue;
    }
    const end = endOfParagraph(source, index, state);
    // The line break before a block is the block's own.
    const paragraph =
      end < source.length && source[end - 1] === '\n' ? source.slice(index, end - 1) : source.slice(index, end);
    nodes.push(...parseInline(paragraph, state));
    index = end;
  }
  return nodes;
}
