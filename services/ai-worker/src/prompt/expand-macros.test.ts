import { expect, it } from 'vitest';

import { expandMacros } from './expand-macros.ts';

const values = { char: 'Lilith', user: '{{char}}', persona: 'A cartographer.' };

it.each([
  ['{{char}} and {{ CHAR }} and <BOT>', 'Lilith and Lilith and Lilith'],
  ['{{user}} or <USER>', '{{char}} or {{char}}'],
  ['{{persona}}{{newline}}x{{noop}}{{// a remark }}y', 'A cartographer.\nxy'],
  ['{{random::a::b}} {{unknown}} {char}', '{{random::a::b}} {{unknown}} {char}'],
  ['{{{char}}} {{ <USER> {{char}} {{', '{Lilith} {{ {{char}} Lilith {{'],
  ['a{{// <USER>, a long remark }}b}}', 'ab}}'],
])('%j expands to %j', (text, expected) => {
  expect(expandMacros(text, values)).toBe(expected);
});

it('stops expanding before a text grows beyond four times its length and 64 KB', () => {
  const persona = 'x'.repeat(4_000);
  const card = '{{persona}}'.repeat(4_545);

  const expanded = expandMacros(card, { ...values, persona });

  expect(expanded.length).toBeLessThanOrEqual(4 * card.length + 65_536);
  expect(expanded.startsWith(persona)).toBe(true);
  expect(expanded.endsWith('{{persona}}{{persona}}')).toBe(true);
});

it('stops expanding after a thousand macros', () => {
  const expanded = expandMacros('{{user}},<BOT>,'.repeat(2_000), { ...values, user: 'Ada' });

  expect(expanded).toBe('Ada,Lilith,'.repeat(500) + '{{user}},<BOT>,'.repeat(1_500));
});
