import { type CleanedReply, cleanBeginning, cleanReply } from './clean-reply.ts';
import type { CleaningFacts } from './step.ts';

/** Cleaning looks at the whole text, so it waits until so much of it has been added, as a share of what there was. */
const MIN_GROWTH = 1 / 32;

export interface ReplyCleaner {
  /** Takes the next piece of the answer. */
  add: (delta: string) => void;
  /**
   * @returns the text that may be shown so far: without thoughts, tokens, headers and others' turns, and without what may
   *   still become one of them. It is a beginning of what `finish` gives, so it only grows; blanks at its end are
   *   left out. The one exception: where a model that is not known to do so turns out to have begun inside a thought (a
   *   closing tag comes that nothing opened), what was shown is taken back.
   */
  read: () => string;
  /** The vendor hands thoughts over apart: nothing has to be held back until the end of a thought. */
  thoughtsComeApart: () => void;
  /** Everything is there: the same as `cleanReply` of the whole answer. Also when the model was stopped early. */
  finish: () => CleanedReply;
}

/**
 * Cleans an answer while it is being written:
 *
 *     const cleaner = createReplyCleaner({ characterName, otherNames, model, hasThoughtsApart: false });
 *     for await (const event of chat(request)) {
 *       if (event.kind === 'thought') cleaner.thoughtsComeApart();
 *       if (event.kind === 'text') cleaner.add(event.text);
 *       if (isTimeToShow()) show(cleaner.read());
 *     }
 *     const { text, cuts, failures, isCutMuch } = cleaner.finish();
 */
export function createReplyCleaner(facts: CleaningFacts): ReplyCleaner {
  let { hasThoughtsApart } = facts;
  let answer = '';
  let cleanedCharacters = 0;
  let shown = '';
  const current = () => ({ ...facts, hasThoughtsApart });
  return {
    add(delta) {
      answer += delta;
    },
    read() {
      if (answer.length - cleanedCharacters < cleanedCharacters * MIN_GROWTH) return shown;
      cleanedCharacters = answer.length;
      const certain = cleanBeginning(answer, current());
      if (!shown.startsWith(certain)) shown = certain;
      return shown;
    },
    thoughtsComeApart() {
      hasThoughtsApart = true;
    },
    finish: () => cleanReply(answer, current()),
  };
}
