import { readFences } from '../read-code.ts';
import type { Step } from '../step.ts';

/** Characters that take room and show nothing. */
const INVISIBLE = /[\s\u2800]|\p{Default_Ignorable_Code_Point}/gu;

/** Trims the text and its lines, and keeps at most one empty line between paragraphs; code stays as it is. */
export const blanks: Step = {
  id: 'blanks',
  clean(text, _facts, isWhole) {
    const tidied = tidyLines(isWhole ? text : text.trimEnd());
    return tidied.replaceAll(INVISIBLE, '') === '' ? '' : tidied.trim();
  },
};

function tidyLines(text: string): string {
  // Spans hold no blanks that matter, and whether one closes is seen late.
  const code = readFences(text);
  const lines: string[] = [];
  let emptyLines = 0;
  let start = 0;
  for (const line of text.split('\n')) {
    const isCode = code.at(start) === 'code';
    const tidied = isCode ? line : line.trimEnd();
    emptyLines = tidied === '' && !isCode ? emptyLines + 1 : 0;
    if (emptyLines <= 1) lines.push(tidied);
    start += line.length + 1;
  }
  return lines.join('\n');
}
