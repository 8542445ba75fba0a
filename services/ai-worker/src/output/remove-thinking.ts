import { findCode, isInside } from './code-ranges.ts';

const NAMES = 'think(?:ing)?|thoughts?|reason(?:ing)?|reflection|scratchpad|analysis|seed:think|antml:thinking';
/** `<think>`, `</Thinking >`, `[think]`, `◁/think▷`, `<|thought|>`: with attributes too. */
const TAG = new RegExp(
  `(?:<\\|?|\\[|◁)(?<slash>\\s*/)?\\s*(?:${NAMES})(?:\\s[^<>\\[\\]\\n]{0,100})?\\s*(?:\\|?>|\\]|▷)`,
  'gi',
);
/** Harmony's channels: what is not the final one is thought. */
const FINAL_CHANNEL = /<\|channel\|>final(?:[^<]*)<\|message\|>/gi;
const THOUGHT_CHANNEL = /<\|channel\|>(?:analysis|commentary)[^]*$/i;

/**
 * Removes what a model thought aloud. A closing tag without an opening one ends a thought that began with the
 * text; an opening one that is never closed begins a thought that lasts to the end. Tags inside code stay.
 */
export function removeThinking(text: string): string {
  return removeTagged(takeFinalChannel(text));
}

function takeFinalChannel(text: string): string {
  const final = [...text.matchAll(FINAL_CHANNEL)].at(-1);
  if (final !== undefined) return text.slice(final.index + final[0].length);
  return text.replace(THOUGHT_CHANNEL, '');
}

interface Tag {
  start: number;
  end: number;
  isClosing: boolean;
}

function removeTagged(text: string): string {
  const code = findCode(text);
  const tags = Array.from(
    text.matchAll(TAG),
    (match): Tag => ({
      start: match.index,
      end: match.index + match[0].length,
      isClosing: match.groups?.['slash'] !== undefined,
    }),
  );
  let said = '';
  let position = 0;
  for (const [index, tag] of tags.entries()) {
    if (tag.start < position || isInside(code, tag.start)) continue;
    if (tag.isClosing) {
      said = '';
      position = tag.end;
      continue;
    }
    said += text.slice(position, tag.start);
    // Inside a thought backticks mean nothing: it may stop in the middle of a code span.
    position = findThoughtEnd(tags.slice(index)) ?? text.length;
  }
  return said + text.slice(position);
}

/** @returns the end of the tag that closes the first one: where depth is zero again, else the last closing tag at all */
function findThoughtEnd(tags: readonly Tag[]): number | null {
  let depth = 0;
  for (const tag of tags) {
    depth += tag.isClosing ? -1 : 1;
    if (depth === 0) return tag.end;
  }
  return tags.findLast(({ isClosing }) => isClosing)?.end ?? null;
}
