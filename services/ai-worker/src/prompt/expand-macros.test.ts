import { expect, it } from 'vitest';

import { expandMacros } from './expand-macros.ts';

const values = { char: 'Lilith', user: '{{char}}', persona: 'A cartographer.' };

it.each([
  ['{{char}} and {{ CHAR }} and <BOT>', 'Lilith and Lilith and Lilith'],
  ['{{user}} or <USER>', '{{char}} or {{char}}'],
  ['{{persona}}{{newline}}x{{noop}}{{// a remark }}y', 'A cartographer.\nxy'],
  ['{{random::a::b}} {{unknown}} {char}', '{{random::a::b}} {{unknown}} {char}'],
])('%j expands to %j', (text, expected) => {
  expect(expandMacros(text, values)).toBe(expected);
});
