import { readCode } from '../read-code.ts';
import type { Step } from '../step.ts';

const TAG = /(?<=^[^\S\n]{0,3})<context>|<\/context>/gim;
const BEGUN_TAG = /^[^\S\n]{0,3}<[a-z]{0,7}$/im;
const MAX_TAG_CHARACTERS = 12;

/**
 * A context block that the model repeated from its prompt. One that does not end is taken for an echo only where
 * the text begins with it.
 */
export const echoedContext: Step = {
  id: 'echoed-context',
  clean(text, _facts, isWhole) {
    const code = readCode(text, isWhole);
    const tags = findTags(text);
    let said = '';
    let position = 0;
    for (const tag of tags) {
      if (tag.start < position) continue;
      const place = code.at(tag.start);
      if (place === 'code') continue;
      const before = text.slice(position, tag.start);
      const blockEnd = place === 'unsettled' ? null : tag.blockEnd;
      if (blockEnd === null && !isWhole) return unlessBlank(said + before);
      if (blockEnd === null) return said === '' && before.trim() === '' ? '' : said + text.slice(position);
      said += before;
      position = text.length - text.slice(blockEnd).trimStart().length;
      code.restart(position);
    }
    const rest = text.slice(position);
    if (isWhole) return said + rest;
    const tailStart = Math.max(0, rest.length - MAX_TAG_CHARACTERS);
    const begun = BEGUN_TAG.exec(rest.slice(tailStart));
    return unlessBlank(said + (begun === null ? rest : rest.slice(0, tailStart + begun.index)));
  },
};

/** Blanks before a block go with it. */
function unlessBlank(text: string): string {
  return text.trim() === '' ? '' : text;
}

/** Each opening tag, and where its block ends, if it does. */
function findTags(text: string): { start: number; blockEnd: number | null }[] {
  let blockEnd: number | null = null;
  const openings = [];
  for (const { index, 0: tag } of [...text.matchAll(TAG)].toReversed()) {
    if (tag.startsWith('</')) blockEnd = index + tag.length;
    else openings.push({ start: index, blockEnd });
  }
  return openings.toReversed();
}
