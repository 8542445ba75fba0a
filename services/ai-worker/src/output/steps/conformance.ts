import { fuzzed } from '@tzurot/platform/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CleaningFacts, Step } from '../step.ts';

/** Pieces of which answers are made that steps look at, and plain words between them. */
const PIECES = [
  'Good evening',
  'word',
  'I said: look',
  '.',
  '! ',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\r\n',
  ':',
  '`',
  '``',
  '\n```\n',
  '\n```ts\n',
  '\n~~~\n',
  '<think>',
  '</think>',
  '<think',
  ' <thinking >',
  '[think]',
  '[/think]',
  '<|channel|>analysis<|message|>',
  '<|start|>assistant',
  '<|channel|>final<|message|>',
  '<|end|>',
  '<|im_start|>',
  '<|im_end|>',
  'assistant',
  '</s>',
  '<s>',
  '[INST]',
  '\n### Instruction:',
  '\n### Response:\n',
  '<context>',
  '</context>',
  'Lilith: ',
  '**Lilith:** ',
  '\nLilith:',
  '\nAda: ',
  'Ada (q7x2):\n',
  '\nBen: ',
  'Ben: cook\n',
  '\nZed (q7x2): ',
  '\nUser: ',
  '\nAssistant: ',
  '[12:04] ',
  'Jean-Luc: ',
  '莉莉：',
  '😀',
  '\ud83d',
  '\u200b',
  '\0',
  '| *',
];

const facts: fc.Arbitrary<CleaningFacts> = fc.record({
  characterName: fc.constantFrom('Lilith', 'Jean-Luc', '[x', 'Ada (q7x2)', ''),
  otherNames: fc.constantFrom([], ['Ada', 'Ben'], ['Ada', 'Ben', 'Jean-Luc', '莉莉', 'Agent: 47', '**', 'I said']),
  model: fc.constantFrom('some/model', 'deepseek/deepseek-r1', 'qwen3-8b'),
  hasThoughtsApart: fc.boolean(),
  rules: fc.constantFrom<CleaningFacts['rules']>(
    [],
    [{ name: 'words', pattern: '/(\\w+) word/g', replacement: '$1, {{match}}', trims: [' '] }],
    [{ name: 'nobody knows', pattern: '(a)\\1', replacement: '', trims: [] }],
  ),
  switches: fc.record({
    noAsterisks: fc.boolean(),
    noEmoji: fc.boolean(),
    shortParagraphs: fc.boolean(),
    noStatusBlocks: fc.boolean(),
  }),
});

const answers = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 6, unit: 'grapheme' })),
    {
      maxLength: 14,
    },
  )
  .map((pieces) => pieces.join(''));

/** An answer, the facts with it, and where it was cut in two while it was written. */
export const splitAnswers = fc
  .tuple(answers, facts, fc.nat())
  .map(([answer, known, at]) => ({ answer, facts: known, at: at % (answer.length + 1) }));

/** What no beginning can know: a closing tag that nothing opened may take back everything. */
export function isTakenBack({
  answer,
  facts: { hasThoughtsApart },
}: {
  answer: string;
  facts: CleaningFacts;
}): boolean {
  return !hasThoughtsApart && /[<[]\/|<\s*\//.test(answer) && /think/.test(answer);
}

/** What every step promises. */
export function stepConformance(step: Step): void {
  describe(`the step ${step.id}`, () => {
    it('gives of a beginning only what the cleaned whole begins with', () => {
      fc.assert(
        fc.property(splitAnswers, (split) => {
          fc.pre(step.id !== 'thinking' || !isTakenBack(split));
          const { answer, at } = split;

          const whole = step.clean(answer, split.facts, true);
          const beginning = step.clean(answer.slice(0, at), split.facts, false);

          expect(whole.slice(0, beginning.length)).toBe(beginning);
        }),
        fuzzed({ numRuns: 2_000 }),
      );
    });

    const removesOnly = step.rewrites === true ? [] : [step];

    it.each(removesOnly)('adds nothing of its own', () => {
      fc.assert(
        fc.property(splitAnswers, (split) => {
          const given = split.answer.toWellFormed().replaceAll('\r\n', '\n').replaceAll('\r', '\n');

          const cleaned = step.clean(given, split.facts, true);

          expect(cleaned.length).toBeLessThanOrEqual(given.length);
          expect(isSubsequence(cleaned, given)).toBe(true);
        }),
        fuzzed({ numRuns: 500 }),
      );
    });
  });
}

function isSubsequence(part: string, whole: string): boolean {
  let position = 0;
  for (const character of part) {
    const found = whole.indexOf(character, position);
    if (found < 0) return false;
    position = found + character.length;
  }
  return true;
}
