import { LIMITS } from '@tzurot/contracts';

import type { Step } from '../step.ts';

/** Thoughts are longer than what is said after them; an answer beyond this is a model that does not stop. */
const MAX_ANSWER_CHARACTERS = 3 * LIMITS.replyText;

/** Before any work: an answer with its thoughts. */
export const answerLength: Step = cutAt('answer-length', MAX_ANSWER_CHARACTERS);
/** What the ledger takes. */
export const replyLength: Step = cutAt('reply-length', LIMITS.replyText);

function cutAt(id: string, maxCharacters: number): Step {
  return { id, clean: (text) => text.slice(0, maxCharacters) };
}
