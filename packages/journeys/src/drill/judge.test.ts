import { expect, it } from 'vitest';
import { type Asked, judge, type Reply } from './judge.ts';

let lastId = 1_000_000;
const newId = () => String((lastId += 1));

function ask(text: string, ...characters: string[]): Asked {
  return { number: lastId, messageId: newId(), place: 'general', text, quote: text, characters };
}

function reply(character: string, quote: string | null, place = 'general'): Reply {
  return { messageId: newId(), place, character, quote, isWhole: true };
}

function kinds(asked: readonly Asked[], replies: readonly Reply[]): string[] {
  return judge(asked, replies).faults.map(({ kind }) => kind);
}

it('finds nothing wrong when everybody called has answered once, in order', () => {
  const asked = [ask('one', 'Lilith', 'Pip'), ask('two', 'Lilith'), ask('nobody is meant')];
  const replies = [reply('Lilith', 'one'), reply('Lilith', 'two'), reply('Pip', 'one')];

  expect(judge(asked, replies)).toEqual({ expected: 3, answered: 3, faults: [] });
});

it('calls a message lost that was not answered, or only with a notice that nobody asked for', () => {
  expect(kinds([ask('one', 'Lilith')], [])).toEqual(['lost']);
  expect(kinds([ask('one', 'Lilith')], [reply('Lilith', null)])).toEqual(['lost', 'unasked']);
});

it('calls a message lost that another character answered, or that was answered elsewhere', () => {
  expect(kinds([ask('one', 'Lilith')], [reply('Pip', 'one')])).toEqual(['lost', 'unasked']);
  expect(kinds([ask('one', 'Lilith')], [reply('Lilith', 'one', 'quiet')])).toEqual(['lost', 'unasked']);
});

it('calls a reply half whose end is missing, and its message lost', () => {
  expect(kinds([ask('one', 'Lilith')], [{ ...reply('Lilith', 'one'), isWhole: false }])).toEqual(['lost', 'half']);
});

it('calls a second reply doubled', () => {
  const asked = [ask('one', 'Lilith')];

  const verdict = judge(asked, [reply('Lilith', 'one'), reply('Lilith', 'one')]);

  expect(verdict).toEqual({
    expected: 1,
    answered: 1,
    faults: [{ kind: 'doubled', asked: asked[0], character: 'Lilith' }],
  });
});

it('counts replies to equal texts, and finds the one too few and the one too many', () => {
  const asked = [ask('hello', 'Pip'), ask('hello', 'Pip'), ask('hello', 'Pip')];
  const replies = [reply('Pip', 'hello'), reply('Pip', 'hello'), reply('Pip', 'hello'), reply('Pip', 'hello')];

  expect(kinds(asked, replies.slice(0, 2))).toEqual(['lost']);
  expect(kinds(asked, replies.slice(0, 3))).toEqual([]);
  expect(kinds(asked, replies)).toEqual(['doubled']);
});

it('calls a reply disordered that comes after the reply to a later message of the conversation', () => {
  const asked = [ask('one', 'Lilith'), ask('two', 'Lilith'), ask('three', 'Pip')];

  expect(kinds(asked, [reply('Pip', 'three'), reply('Lilith', 'two'), reply('Lilith', 'one')])).toEqual(['disordered']);
});

it('calls a character disordered that answers before one who was called before it', () => {
  expect(kinds([ask('one', 'Lilith', 'Pip')], [reply('Pip', 'one'), reply('Lilith', 'one')])).toEqual(['disordered']);
});
