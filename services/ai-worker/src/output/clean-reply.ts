import type { CleaningFacts, Step } from './step.ts';
import { steps } from './steps/index.ts';

export interface CleanedReply {
  /** Empty when nothing was left to say. */
  text: string;
  /** What each step cut, in order; steps that changed nothing are left out. */
  cuts: Cut[];
  /** The steps that threw and were skipped: the text went on without them. */
  failures: Failure[];
  /** A step cut more than a third of what it was given: the answer as it came is worth keeping beside the reply. */
  isCutMuch: boolean;
}

export interface Cut {
  step: string;
  /** Characters that can be seen, before the step and after it. */
  before: number;
  after: number;
}

interface Failure {
  step: string;
  error: unknown;
}

const MUCH = 1 / 3;

/**
 * What a model said, without what only models say. Never throws: the text is paid for, so a step that fails is
 * skipped and reported.
 */
export function cleanReply(answer: string, facts: CleaningFacts): CleanedReply {
  const { text, changes, failures } = runSteps(steps, answer, facts, true);
  const cuts = changes.map(({ step, before, after }) => ({ step, before: countSeen(before), after: countSeen(after) }));
  return { text, cuts, failures, isCutMuch: cuts.some(({ before, after }) => before - after > before * MUCH) };
}

/** How a whole answer is cleaned while it is still being written; `createReplyCleaner` is the way to use it. */
export function cleanBeginning(beginning: string, facts: CleaningFacts): string {
  const { text, failures } = runSteps(steps, beginning, facts, false);
  // Without one of the steps nothing is certain.
  return failures.length === 0 ? text : '';
}

interface Change {
  step: string;
  before: string;
  after: string;
}

function runSteps(
  list: readonly Step[],
  answer: string,
  facts: CleaningFacts,
  isWhole: boolean,
): { text: string; changes: Change[]; failures: Failure[] } {
  const changes: Change[] = [];
  const failures: Failure[] = [];
  let text = answer;
  for (const { id: step, clean } of list) {
    const before = text;
    try {
      text = clean(before, facts, isWhole);
    } catch (error) {
      failures.push({ step, error });
    }
    if (text !== before) changes.push({ step, before, after: text });
  }
  return { text, changes, failures };
}

function countSeen(text: string): number {
  return text.replaceAll(/\s+/g, '').length;
}
