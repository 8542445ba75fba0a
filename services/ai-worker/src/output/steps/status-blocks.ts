import type { Step } from '../step.ts';

/** A fence of code at the beginning or the end, and tags that models write a state into. */
const FENCE = '```';
const TAGGED = /<(status|stats|state|details)>[^]*?<\/\1>\n?/gi;
const OPENING = /<(?:status|stats|state|details)>|```/i;

/** Replies without blocks of figures about the scene. */
export const statusBlocks: Step = {
  id: 'status-blocks',
  clean(text, { switches }, isWhole) {
    if (!switches.noStatusBlocks) return text;
    if (!isWhole) {
      // Whether a block ends the reply is known when it has ended.
      const lines = text.slice(0, text.lastIndexOf('\n') + 1);
      const opening = OPENING.exec(lines);
      return (opening === null ? lines : lines.slice(0, opening.index)).trimEnd();
    }
    const cleaned = withoutEdges(text.replaceAll(TAGGED, ''));
    // A reply that is nothing but a block is what was asked for.
    return cleaned.trim() === '' ? text : cleaned;
  },
};

function withoutEdges(text: string): string {
  let rest = text;
  const opening = text.trimStart();
  if (opening.startsWith(FENCE)) {
    const end = opening.indexOf(`\n${FENCE}`, FENCE.length);
    if (end >= 0) rest = opening.slice(end + FENCE.length + 1).trimStart();
  }
  const closing = rest.trimEnd();
  if (closing.endsWith(FENCE)) {
    const start = closing.lastIndexOf(FENCE, closing.length - FENCE.length - 1);
    if (start >= 0) rest = closing.slice(0, start).trimEnd();
  }
  return rest;
}
