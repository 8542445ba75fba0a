import { readCode } from '../read-code.ts';
import type { Step } from '../step.ts';

/** `<|start|>assistant<|channel|>final<|message|>`, as gpt-oss writes it; the last one of a text may be unfinished. */
const CHANNEL =
  /(?:<\|start\|>[a-z]{0,20})?<\|channel\|>(?<name>[a-z]{0,20})[^<\n]{0,80}(?:<\|constrain\|>[a-z]{0,20})?<\|message\|>/gi;
const UNFINISHED = /(?:<\|start\|>[a-z]{0,20})?<\|channel\|>[^<\n]{0,100}(?:<[^<>\n]{0,12}>?[^<\n]{0,40}){0,2}$/i;
/** The beginning of a mark that is still being written. */
const BEGUN = /(?:<\|start\|>[a-z]{0,20}(?:<\|?[a-z]{0,10}\|?>?)?|<\|?[a-z]{0,10}\|?)$/i;
const MAX_MARK_CHARACTERS = 250;

/** What a model says on another channel than the final one is thought. */
export const harmonyChannels: Step = {
  id: 'harmony-channels',
  clean(text, _facts, isWhole) {
    const code = readCode(text, isWhole);
    let said = '';
    let position = 0;
    let isThought = false;
    for (const match of text.matchAll(CHANNEL)) {
      // Only a mark that is shown as an example stands in code, and then in text that is said.
      const place = isThought ? 'text' : code.at(match.index);
      if (place === 'code') continue;
      if (!isThought) said += text.slice(position, match.index);
      if (place === 'unsettled') return said;
      position = match.index + match[0].length;
      isThought = match.groups?.['name']?.toLowerCase() !== 'final';
      code.restart(position);
    }
    if (isThought) return said;
    const start = Math.max(position, text.length - MAX_MARK_CHARACTERS);
    const tail = text.slice(start);
    const cut = UNFINISHED.exec(tail) ?? (isWhole ? null : BEGUN.exec(tail));
    if (cut !== null && (!isWhole || code.at(start + cut.index) !== 'code'))
      return said + text.slice(position, start + cut.index);
    return said + text.slice(position);
  },
};
