import { expect, it } from 'vitest';
import type { Message } from '../discord/types.ts';
import { groupMessages } from './group-messages.ts';
import { ada, ben, idAt, message } from './sample-world.ts';

const starts = (messages: readonly Message[]): readonly boolean[] =>
  groupMessages(messages, null, ada.id).flatMap((row) => (row.kind === 'message' ? [row.startsGroup] : []));

it('stands messages of one author under one name for seven minutes', () => {
  const messages = [message(idAt(600)), message(idAt(601)), message(idAt(609)), message(idAt(610), { author: ada })];

  expect(starts(messages)).toEqual([true, false, true, true]);
});

const speak = (minute: number, username: string, avatar: string): Message =>
  message(idAt(minute), { webhook_id: '9', author: { id: '9', username, avatar } });

it('tells characters of one webhook apart by name and picture', () => {
  const messages = [
    speak(600, 'Lilith', 'a'),
    speak(601, 'Lilith', 'a'),
    speak(602, 'Pip', 'a'),
    speak(603, 'Pip', 'b'),
  ];

  expect(starts(messages)).toEqual([true, false, true, true]);
});

it('gives replies, answers to commands and what follows a system line a name of their own', () => {
  const messages = [
    message(idAt(600)),
    message(idAt(601), { type: 19 }),
    message(idAt(602)),
    message(idAt(603), { type: 20 }),
    message(idAt(604), { type: 6 }),
    message(idAt(605)),
  ];

  expect(starts(messages)).toEqual([true, true, false, true, true, true]);
});

it('does not mix what only I can see with what everybody sees', () => {
  expect(starts([message(idAt(600)), message(idAt(601), { flags: 64 })])).toEqual([true, true]);
});

it('marks each day and where the unread messages begin, which own messages never do', () => {
  const messages = [
    message(idAt(0)),
    message(idAt(1), { author: ada }),
    message(idAt(2), { author: ben }),
    message(idAt(60 * 24 * 3)),
  ];

  const kinds = groupMessages(messages, idAt(0), ada.id).map((row) => row.kind);

  expect(kinds).toEqual(['day', 'message', 'message', 'new', 'message', 'day', 'message']);
});
