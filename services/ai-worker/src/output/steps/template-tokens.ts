import { readCode } from '../read-code.ts';
import type { Step } from '../step.ts';

/** What a template writes before the model's own words; a server that does not know the template passes it on. */
const OPENING =
  /\s*(?:<s>|<\|begin_of_text\|>|<bos>|<\|im_start\|>\s{0,3}(?:assistant\b)?\n?|<\|start_header_id\|>\s{0,3}assistant\s{0,3}<\|end_header_id\|>|<start_of_turn>\s{0,3}model|<\|turn>\s{0,3}model|<\|start\|>\s{0,3}assistant(?=<\|)|<\|assistant\|>|<｜Assistant｜>|\[\/INST\]|<\/s>|<\|im_end\|>|<\|eot_id\|>|### Response:)/y;
/** What may become one of them. */
const BEGUN_OPENING = /^\s*(?:[a-z]{0,9}|[<[#][^\n]{0,60})$/i;

/** Where a model's turn ends. `</s>` is also how HTML ends what is struck out, so it counts only where a line or a turn ends. */
const ENDING =
  /<\|(?:im_end|im_start|eot_id|eom_id|eot|endoftext|end_of_text|end|return|start|start_header_id|end_of_turn|user|END_OF_TURN_TOKEN|START_OF_TURN_TOKEN|start_of_role)\|>|<(?:end_of_turn|start_of_turn)>|<turn\||<\|turn>|<eos>|<｜(?:end▁of▁sentence|User)｜>|\[INST\]|^### (?:Instruction|Response):|<\/s>/gm;
const AFTER_END = /[^\S\n]*(?:\n|$|<\||<s>|\[INST\])/y;
const BEGUN_AFTER_END = /[^\S\n]*(?:<s?|\[I?N?S?T?)?$/y;
/** What may become an ending. */
const BEGUN_ENDING = /(?:<[|/]?[\w｜▁|]{0,24}|\[[A-Z]{0,5}|^#{1,3}(?: [A-Za-z]{0,12})?)$/m;
const MAX_TOKEN_CHARACTERS = 40;

/** Cuts a chat template's marks: the opening ones in front, and everything from the first ending one on. */
export const templateTokens: Step = {
  id: 'template-tokens',
  clean(text, _facts, isWhole) {
    const start = skipOpening(text);
    const body = text.slice(start);
    if (!isWhole && BEGUN_OPENING.test(body)) return '';
    const code = readCode(body, isWhole);
    for (const { index, 0: token } of body.matchAll(ENDING)) {
      const place = code.at(index);
      if (place === 'code') continue;
      const after = index + token.length;
      if (token === '</s>' && !matchesAt(AFTER_END, body, after)) {
        if (isWhole || !matchesAt(BEGUN_AFTER_END, body, after)) continue;
      }
      // A heading with which a reply begins is its own.
      if (token.startsWith('#') && body.slice(0, index).trim() === '') continue;
      return body.slice(0, index);
    }
    if (isWhole) return body;
    const tailStart = Math.max(0, body.length - MAX_TOKEN_CHARACTERS);
    const begun = BEGUN_ENDING.exec(body.slice(tailStart));
    return begun === null ? body : body.slice(0, tailStart + begun.index);
  },
};

function skipOpening(text: string): number {
  let position = 0;
  OPENING.lastIndex = 0;
  while (OPENING.test(text)) position = OPENING.lastIndex;
  return position;
}

function matchesAt(sticky: RegExp, text: string, index: number): boolean {
  sticky.lastIndex = index;
  return sticky.test(text);
}
