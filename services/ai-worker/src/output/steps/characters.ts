import type { Step } from '../step.ts';

/** What no text may hold, and one kind of line break. */
export const characters: Step = {
  id: 'characters',
  clean(text, _facts, isWhole) {
    // Half of a pair may stand at the end of what has come so far.
    const settled = isWhole ? text : text.replace(/[\r\ud800-\udbff]$/, '');
    return settled.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll('\0', '');
  },
};
