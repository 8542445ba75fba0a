import { expect, it } from 'vitest';

import { type InsertedPiece, placeInChat } from './place-in-chat.ts';
import { messageId } from './scene-for-tests.ts';
import type { Insertion } from './section.ts';

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    role: 'user' as const,
    text: `line ${from + index}`,
    messageIds: [messageId(from + index)],
  }));
const last = { role: 'user' as const, content: 'last' };
const note = (text: string, chat: number, role: Insertion['role'] = 'system'): InsertedPiece => ({
  text,
  zone: { chat, role },
});
/** A chat of three lines and the last message, with a note. */
const at = (depth: number) => textsOf(placeInChat(lines(0, 3), last, [note('note', depth)]));
const textsOf = (chat: ReturnType<typeof placeInChat>) => chat.map(({ content }) => content);

it('leaves so many messages below a piece as it is deep, the last one included', () => {
  expect(at(0)).toEqual(['line 0', 'line 1', 'line 2', 'last', 'note']);
  expect(at(1)).toEqual(['line 0', 'line 1', 'line 2', 'note', 'last']);
  expect(at(3)).toEqual(['line 0', 'note', 'line 1', 'line 2', 'last']);
});

it('puts what is deeper than the chat above its first line', () => {
  expect(textsOf(placeInChat(lines(0, 2), last, [note('near', 3), note('far', 100)]))).toEqual([
    'far',
    'near',
    'line 0',
    'line 1',
    'last',
  ]);
});

it('counts nothing that is inserted, and puts the role that weighs most nearest to the reply', () => {
  const inserted = [note('system', 1), note('user', 1, 'user'), note('assistant', 1, 'assistant'), note('other', 2)];

  expect(textsOf(placeInChat(lines(0, 2), last, inserted))).toEqual([
    'line 0',
    'other',
    'line 1',
    'assistant',
    'user',
    'system',
    'last',
  ]);
});

it('keeps a deep piece above the same line for several turns, never nearer than it asks to be', () => {
  const depth = 40;
  const turns = Array.from({ length: 60 }, (_, turn) => {
    const chat = textsOf(placeInChat(lines(0, 120 + 2 * turn), last, [note('note', depth)]));
    const index = chat.indexOf('note');
    return { above: chat[index + 1], below: chat.length - 1 - index };
  });

  const moves = turns.filter(({ above }, index) => index > 0 && above !== turns[index - 1]?.above).length;
  expect(moves).toBeLessThan(15);
  for (const { below } of turns) {
    expect(below).toBeGreaterThanOrEqual(depth);
    expect(below).toBeLessThanOrEqual(depth * 1.5);
  }
});
