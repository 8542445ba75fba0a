import { findCode, isInside } from './code-ranges.ts';

/** Characters that take room and show nothing. */
const INVISIBLE = /\s|\p{Default_Ignorable_Code_Point}|[\u2800]/gu;

/** Trims the text and its lines, and keeps at most one empty line between paragraphs; code stays as it is. */
export function tidyBlanks(text: string): string {
  const code = findCode(text);
  const tidied = text.replaceAll(/[^\S\n]+(?=\n)|\n{3,}/g, (blank: string, index: number) => {
    if (isInside(code, index)) return blank;
    return blank.startsWith('\n') ? '\n\n' : '';
  });
  return isBlank(tidied) ? '' : tidied.trim();
}

/** Whether nothing in the text can be seen. */
function isBlank(text: string): boolean {
  return text.replaceAll(INVISIBLE, '') === '';
}
