import { readFences } from '../read-code.ts';
import type { Step } from '../step.ts';

/** A paragraph that is longer is parted. */
const MAX_CHARACTERS = 320;
const SENTENCE_END = /[.!?…。！？]["'”’»)*_]*\s+(?=\S)/g;

/** Long paragraphs in parts that end where a sentence does. */
export const shortParagraphs: Step = {
  id: 'short-paragraphs',
  rewrites: true,
  clean(text, { switches }, isWhole) {
    if (!switches.shortParagraphs) return text;
    const code = readFences(text);
    const parted: string[] = [];
    let start = 0;
    for (const line of text.split('\n')) {
      parted.push(code.at(start) === 'code' ? line : partLine(line));
      start += line.length + 1;
    }
    return (isWhole ? parted : parted.slice(0, -1)).join('\n');
  },
};

function partLine(line: string): string {
  if (line.length <= MAX_CHARACTERS) return line;
  const parts: string[] = [];
  let start = 0;
  let lastEnd = 0;
  for (const { index, 0: end } of line.matchAll(SENTENCE_END)) {
    if (index + end.length - start > MAX_CHARACTERS && lastEnd > start) {
      parts.push(line.slice(start, lastEnd).trimEnd());
      start = lastEnd;
    }
    lastEnd = index + end.length;
  }
  if (lastEnd > start && line.length - start > MAX_CHARACTERS) {
    parts.push(line.slice(start, lastEnd).trimEnd());
    start = lastEnd;
  }
  return [...parts, line.slice(start)].join('\n\n');
}
