import { expect, it } from 'vitest';

import { findMarks, findOpenSpoiler } from './markdown-spans.ts';

it.each([
  ['||secret|| and more', '||secret|| and more'],
  ['Look: ||sec', 'Look: '],
  ['||one|| and **then ||two', '||one|| and **then '],
  ['`||` is a mark, \\|| is none', '`||` is a mark, \\|| is none'],
  ['> ||sec\nand more', '> '],
  ['a || b', 'a '],
])('of %j, still being written, nothing hidden is shown', (text, shown) => {
  expect(text.slice(0, findOpenSpoiler(text))).toBe(shown);
});

it('finds what closes, in its order, and nothing inside code', () => {
  const { spans } = findMarks('**bold *both* ** `**no**` ***all*** ||~~x~~||');

  expect(spans.map(({ opening }) => opening)).toEqual(['**', '*', '`', '**', '*', '||', '~~']);
});
