import type { Step } from '../step.ts';

/** Hundreds of blanks in a row are a model that has lost its way, not a layout. */
const MANY_BLANKS = /(?<![^\S\n])([^\S\n])[^\S\n]{200,}/g;
const MANY_LINE_BREAKS = /(?<!\n)(\n{3})\n{197,}/g;

/** What no text may hold, one kind of line break, and no deserts of blanks, so that what comes after them is said. */
export const characters: Step = {
  id: 'characters',
  clean(text, _facts, isWhole) {
    // Half of a pair may stand at the end of what has come so far, and blanks there may become many.
    const settled = isWhole
      ? text
      : text
          .replace(/[\ud800-\udbff]$/, '')
          .replaceAll('\0', '')
          .trimEnd();
    return settled
      .toWellFormed()
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll('\0', '')
      .replaceAll(MANY_BLANKS, '$1')
      .replaceAll(MANY_LINE_BREAKS, '$1');
  },
};
