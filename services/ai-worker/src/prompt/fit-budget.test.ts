import { describe, expect, it } from 'vitest';

import { composePrompt } from './compose-prompt.ts';
import { PromptTooLongError } from './fit-budget.ts';
import { ada, messageId, sceneOf, stored } from './scene-for-tests.ts';

const said = (n: number) => stored(n, `Line ${n}: ${'once upon a time '.repeat(6)}`, n % 2 === 0 ? ada : undefined);
const talk = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => said(from + index));
const chatOf = (history: ReturnType<typeof talk>, contextTokens: number) => {
  const trigger = { ...sceneOf().trigger, id: messageId(5_000) };
  const { messages, report } = composePrompt(sceneOf({ history, trigger }), { contextTokens, replyTokens: 500 });
  return { lines: messages.slice(1, -1).map(({ content }) => content), report };
};

describe('a chat that is longer than the window', () => {
  it('loses its oldest lines, and the report says how many', () => {
    const { lines, report } = chatOf(talk(0, 200), 4_096);

    const history = report.sections.find(({ id }) => id === 'history');
    expect(lines.at(-1)).toContain('Line 199:');
    expect(lines.length).toBeGreaterThan(40);
    expect(history?.droppedPieces).toBe(200 - lines.length);
    expect(report.tokens).toBeLessThanOrEqual(report.budgetTokens);
  });

  it('begins at the same line for many turns', () => {
    const starts = Array.from({ length: 60 }, (_, turn) => chatOf(talk(0, 200 + 2 * turn), 4_096).lines[0]);

    const changes = starts.filter((start, index) => index > 0 && start !== starts[index - 1]).length;
    expect(changes).toBeLessThan(15);
  });

  it('never shrinks below half of what would fit', () => {
    for (let length = 200; length < 260; length += 1) {
      const { report } = chatOf(talk(0, length), 4_096);
      const history = report.sections.find(({ id }) => id === 'history');
      const rest = report.tokens - (history?.tokens ?? 0);
      expect(history?.tokens).toBeGreaterThan((report.budgetTokens - rest) * 0.5);
    }
  });
});

it('keeps a note at its depth while the chat around it is cut', () => {
  const trigger = { ...sceneOf().trigger, id: messageId(5_000) };
  const notes = [{ text: 'Mind the stairs.', depth: 4, role: 'system' as const, every: 1 }];

  const { messages, report } = composePrompt(sceneOf({ history: talk(0, 200), trigger, notes }), {
    contextTokens: 4_096,
    replyTokens: 500,
  });

  expect(report.sections.find(({ id }) => id === 'history')?.droppedPieces).toBeGreaterThan(0);
  expect(messages.at(-5)).toEqual({ role: 'system', content: 'Mind the stairs.' });
  expect(report.tokens).toBeLessThanOrEqual(report.budgetTokens);
});

it('lets examples go before history, and history before what no prompt may lack', () => {
  const speaker = { ...sceneOf().speaker, examples: `<START>\n${'Mind the stairs. '.repeat(100)}\n`.repeat(3) };

  const { report } = composePrompt(sceneOf({ speaker, history: talk(0, 40) }), {
    contextTokens: 2_048,
    replyTokens: 500,
  });

  const dropped = report.sections.filter(({ droppedPieces }) => droppedPieces > 0).map(({ id }) => id);
  expect(dropped).toEqual(expect.arrayContaining(['examples', 'history']));
  expect(report.sections.find(({ id }) => id === 'character')?.droppedPieces).toBe(0);
  expect(report.tokens).toBeLessThanOrEqual(report.budgetTokens);
});

it('keeps the best memories where not all fit', () => {
  const memories = Array.from({ length: 30 }, (_, index) => ({
    id: '01970000-0000-7000-8000-0000000000d1',
    text: `Memory ${index}. ${'It was raining. '.repeat(20)}`,
    speakerName: 'Ada',
    saidAt: '2025-12-24T18:00:00.000Z',
    score: 1 - index / 30,
    messageIds: [],
  }));

  const { messages } = composePrompt(sceneOf({ memories }), { contextTokens: 2_048, replyTokens: 500 });

  const block = messages.at(-1)?.content ?? '';
  expect(block).toContain('Memory 0.');
  expect(block).not.toContain('Memory 29.');
});

it('fails with figures when even the least is too long', () => {
  const speaker = { ...sceneOf().speaker, description: 'A sly librarian. '.repeat(1_000) };

  expect(() => composePrompt(sceneOf({ speaker }), { contextTokens: 1_024, replyTokens: 300 })).toThrow(
    PromptTooLongError,
  );
});
