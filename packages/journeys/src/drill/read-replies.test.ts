import { SEED_CHARACTERS } from '@tzurot/api-gateway';
import { expect, it } from 'vitest';
import { GREETING_QUOTE } from './greetings.ts';
import { LONG_CHARACTERS, LONG_QUOTE, readReplies } from './read-replies.ts';

let lastId = 0;

function message(text: string, character = 'Pip') {
  lastId += 1;
  return { messageId: String(lastId), character, text, isNotice: false };
}

function tell(from: number, to: number): string {
  return Array.from(
    { length: to - from + 1 },
    (_none, index) => `Pip tells part ${from + index} of a long story.`,
  ).join(' ');
}

/** As many sentences as a long reply has. */
const enough = Math.ceil(LONG_CHARACTERS / 'Pip tells part 1 of a long story. '.length);
const chunks = () => [message(tell(1, 50)), message(tell(51, 90)), message(tell(91, enough))];
const quotes = (...messages: ReturnType<typeof message>[]) => readReplies(messages, 'quiet').map(({ quote }) => quote);

it('finds what a short reply quotes, with and without the comma after it', () => {
  const told = '*Pip smiles.* "@Pip #0001 and then?" you said, ada. I was told no earlier messages.';

  expect(quotes(message(told), message(told.replace('?', ',')))).toEqual([
    '@Pip #0001 and then?',
    '@Pip #0001 and then',
  ]);
});

it('knows a greeting, which quotes nothing', () => {
  expect(quotes(message(SEED_CHARACTERS[0]?.greeting ?? ''))).toEqual([GREETING_QUOTE]);
});

it('takes a notice for a message that quotes nothing, whatever it says', () => {
  const notice = { ...message('*Pip shrugs.* "@Pip #0001" you said'), isNotice: true };

  expect(readReplies([notice], 'quiet')).toMatchObject([{ quote: null, isWhole: true }]);
});

it('takes a reply whose end is missing for half of one', () => {
  const told =
    '*Pip smiles.* "@Pip #0001 and then?" you said, ada. I was told no earlier messages and remember 2 things.';
  const [first, second] = chunks();
  if (!first || !second) throw new Error('three chunks');
  const wholes = (...messages: ReturnType<typeof message>[]) =>
    readReplies(messages, 'quiet').map(({ isWhole }) => isWhole);

  expect(wholes(message(told))).toEqual([true]);
  expect(wholes(message(told.slice(0, 60)))).toEqual([false]);
  expect(wholes(message('*Pip smiles'))).toEqual([false]);
  expect(wholes(first, second)).toEqual([false]);
  expect(wholes({ ...message('*Pip smiles'), isNotice: true })).toEqual([true]);
  for (const { greeting } of SEED_CHARACTERS) expect(wholes(message(greeting))).toEqual([true]);
});

it('takes the messages of a long reply for one, also between those of others', () => {
  const [first, second, third] = chunks();
  if (!first || !second || !third) throw new Error('three chunks');

  const replies = readReplies([first, message('"hm" you said', 'Orin'), second, third], 'quiet');

  expect(replies).toEqual([
    { messageId: expect.any(String), place: 'quiet', character: 'Orin', quote: 'hm', isWhole: true },
    { messageId: first.messageId, place: 'quiet', character: 'Pip', quote: LONG_QUOTE, isWhole: true },
  ]);
});

it('takes a long reply with a piece missing, doubled or misplaced for none', () => {
  const [first, second, third] = chunks();
  if (!first || !second || !third) throw new Error('three chunks');

  expect(quotes(first, third)).not.toContain(LONG_QUOTE);
  expect(quotes(first, second)).not.toContain(LONG_QUOTE);
  expect(quotes(second, first, third)).not.toContain(LONG_QUOTE);
  expect(quotes(first, second, second, third)).toEqual([null, LONG_QUOTE]);
  expect(quotes(first, first, second, third)).toEqual([null, LONG_QUOTE]);
});
