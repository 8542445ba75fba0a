import { findCode, isInside } from './code-ranges.ts';

/** What a template writes before the model's own words; a server that does not know the template passes it on. */
const OPENING =
  /^(?:\s*(?:<s>|<\|begin_of_text\|>|<bos>|<\|im_start\|>\s*(?:assistant)?\n?|<\|start_header_id\|>\s*assistant\s*<\|end_header_id\|>|<start_of_turn>\s*model|<\|turn>\s*model|<\|start\|>\s*assistant(?=<\|)|<\|assistant\|>|<｜Assistant｜>|\[\/INST\]|<\/s>|<\|im_end\|>|<\|eot_id\|>))+/;

/** Where a model's turn ends,. */
const ENDING =
  /<\/s>|<\|(?:im_end|im_start|eot_id|eom_id|eot|endoftext|end_of_text|end|return|start_header_id|end_of_turn|user|END_OF_TURN_TOKEN|START_OF_TURN_TOKEN|start_of_role)\|>|<(?:end_of_turn|start_of_turn)>|<turn\||<\|turn>|<eos>|<｜(?:end▁of▁sentence|User)｜>|\[INST\]|^### (?:Instruction|Response):/gm;

/** Removes a chat template's marks: the opening ones in front, and everything from the first ending one on. */
export function cutTemplateTokens(text: string): string {
  const body = text.replace(OPENING, '');
  const code = findCode(body);
  const ending = [...body.matchAll(ENDING)].find(({ index }) => !isInside(code, index));
  return ending === undefined ? body : body.slice(0, ending.index);
}
