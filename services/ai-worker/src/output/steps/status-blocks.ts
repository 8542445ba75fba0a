import type { Step } from '../step.ts';

/** A fence of code at the beginning or the end, and tags that models write a state into. */
const FENCE = '```';
const TAG = /<(\/?)(status|stats|state|details)>\n?/gi;
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
    const cleaned = withoutEdges(withoutTagged(text));
    // A reply that is nothing but a block is what was asked for.
    return cleaned.trim() === '' ? text : cleaned;
  },
};

/** Without what stands between a tag and the next one that closes it. */
function withoutTagged(text: string): string {
  const tags = [...text.matchAll(TAG)].map(({ 0: tag, 1: slash, 2: name = '', index }) => ({
    name: name.toLowerCase(),
    isClosing: slash === '/',
    start: index,
    end: index + tag.length,
  }));
  /** From the end, so that each tag knows the next one that closes it. */
  const closing = new Map<string, number>();
  const blocks: { start: number; end: number }[] = [];
  for (const { name, isClosing, start, end } of tags.toReversed()) {
    if (isClosing) closing.set(name, end);
    else if (closing.has(name)) blocks.push({ start, end: closing.get(name) ?? end });
  }
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of blocks.toReversed()) {
    if (start < from) continue;
    kept.push(text.slice(from, start));
    from = end;
  }
  return kept.join('') + text.slice(from);
}

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
