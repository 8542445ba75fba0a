import { cutTemplateTokens } from './cut-template-tokens.ts';
import { dropEchoedContext } from './drop-echoed-context.ts';
import { keepOwnWords } from './keep-own-words.ts';
import { removeThinking } from './remove-thinking.ts';
import { tidyBlanks } from './tidy-blanks.ts';

export interface CleanedReply {
  /** Empty when nothing was left to say. */
  text: string;
  /** The steps that changed something, in order. */
  steps: string[];
  /** The steps that threw and were skipped: the text went on without them. */
  failures: { step: string; error: unknown }[];
}

export interface CleaningFacts {
  characterName: string;
  /** Everybody else in the scene, as the prompt called them. */
  otherNames: readonly string[];
}

/** In the order in which they run; each is a function of text alone. */
const STEPS: readonly { id: string; clean: (text: string, facts: CleaningFacts) => string }[] = [
  { id: 'characters', clean: (text) => text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll('\0', '') },
  { id: 'thinking', clean: removeThinking },
  { id: 'template-tokens', clean: cutTemplateTokens },
  { id: 'echoed-context', clean: dropEchoedContext },
  {
    id: 'own-words',
    clean: (text, { characterName, otherNames }) => keepOwnWords(text, { ownName: characterName, otherNames }),
  },
  { id: 'blanks', clean: tidyBlanks },
];

/**
 * What a model said, without what only models say. Never throws: the text is paid for, so a step that fails is
 * skipped and reported.
 */
export function cleanReply(text: string, facts: CleaningFacts): CleanedReply {
  const steps: string[] = [];
  const failures: CleanedReply['failures'] = [];
  let cleaned = text;
  for (const { id, clean } of STEPS) {
    const before = cleaned;
    try {
      cleaned = clean(before, facts);
    } catch (error) {
      failures.push({ step: id, error });
    }
    if (cleaned !== before) steps.push(id);
  }
  return { text: cleaned, steps, failures };
}
