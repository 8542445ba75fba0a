import { fuzzed } from '@tzurot/platform/testing';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { cleanReply } from './clean-reply.ts';
import { createReplyCleaner, type ReplyCleaner } from './create-reply-cleaner.ts';
import { AS_IT_IS } from './step.ts';
import { isTakenBack, splitAnswers } from './steps/conformance.ts';

const facts = {
  characterName: 'Lilith',
  otherNames: ['Ada', 'Ben'],
  model: 'some/model',
  hasThoughtsApart: false,
  ...AS_IT_IS,
};

/** What may be shown after one more piece. */
function push(cleaner: ReplyCleaner, delta: string): string {
  cleaner.add(delta);
  return cleaner.read();
}

/** What is shown after each character. */
function shownOf(answer: string, known = facts): string[] {
  const cleaner = createReplyCleaner(known);
  return Array.from(answer, (character) => push(cleaner, character));
}

it('ends with what cleaning the whole gives, and shows nothing on the way that is not in it', () => {
  fc.assert(
    fc.property(splitAnswers, fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), (split, sizes) => {
      const cleaner = createReplyCleaner(split.facts);
      const shown: string[] = [];
      for (let start = 0, index = 0; start < split.answer.length; index += 1) {
        const size = sizes[index % sizes.length] ?? 1;
        shown.push(push(cleaner, split.answer.slice(start, start + size)));
        start += size;
      }

      const whole = cleaner.finish();

      expect(whole).toEqual(cleanReply(split.answer, split.facts));
      if (isTakenBack(split)) return;
      for (const text of shown) expect(whole.text.slice(0, text.length)).toBe(text);
      for (const [index, text] of shown.entries()) expect(text.startsWith(shown[index - 1] ?? '')).toBe(true);
    }),
    fuzzed({ numRuns: 2_000 }),
  );
});

it.each([
  ['a thought', '<think>She is lying.</think>Good evening.'],
  ['a second thought', 'Good evening.\n<think>She is lying.</think>\nSit down.'],
  [
    'a channel',
    '<|channel|>analysis<|message|>She is lying.<|end|><|start|>assistant<|channel|>final<|message|>Good evening.',
  ],
  ['a token', 'Good evening.<|im_end|>\n<|im_start|>user\nShe is lying.'],
  ['its own name', 'Lilith: Good evening, my friend.'],
  ["somebody else's turn", 'Good evening.\nAda: She is lying.\nLilith: Indeed.'],
  ['a turn under a stock name', 'Good evening.\n\nUser: She is lying.'],
  ['an echo of the context', '<context>\nShe is lying.\n</context>\n\nGood evening.'],
])('never shows %s, character by character', (_name, answer) => {
  const shown = shownOf(answer);

  expect(shown.filter((text) => /lying|<|\||Lilith|Ada|User/.test(text))).toEqual([]);
  expect(cleanReply(answer, facts).text).toMatch(/^Good evening/);
});

it('shows an ordinary text nearly as fast as it comes', () => {
  const answer =
    'Good evening, my friend. Sit down by the fire, and tell me of the road.\n\n*She pours the tea.* "Well?"';

  const behind = shownOf(answer).map((text, index) => index + 1 - text.length);

  expect(Math.max(...behind)).toBeLessThan(45);
});

it('holds back what a model that begins inside a thought writes, until the thought ends', () => {
  const known = { ...facts, model: 'deepseek/deepseek-r1' };

  expect(shownOf('She is lying.\n</think>\nGood evening.', known).filter((text) => text.includes('lying'))).toEqual([]);
});

it('shows what such a model says at once where the vendor hands its thoughts over apart', () => {
  const cleaner = createReplyCleaner({ ...facts, model: 'deepseek/deepseek-r1' });
  cleaner.thoughtsComeApart();

  expect(push(cleaner, 'Good evening, my friend. Sit down.')).toBe('Good evening, my friend. Sit down.');
});

it('takes back what turns out to be a thought', () => {
  const cleaner = createReplyCleaner(facts);

  expect(push(cleaner, 'She is lying, I think. Well, well.')).toContain('lying');
  push(cleaner, '\n</think>\n');
  expect(push(cleaner, 'Good evening, my friend. Sit down.')).toBe('Good evening, my friend. Sit down.');
});
