import { expect, it } from 'vitest';
import { countTokens, cutToTokens } from './count-tokens.ts';

it.each([
  ['', 0],
  ['a', 1],
  ['abcd', 1],
  ['abcde', 2],
])('counts %j as %i', (text, tokens) => {
  expect(countTokens(text)).toBe(tokens);
});

it('cuts to at most so many tokens, and not through a character', () => {
  expect(cutToTokens('abcdefgh', 2)).toBe('abcdefgh');
  expect(cutToTokens('abcdefghi', 2)).toBe('abcdefgh');
  expect(cutToTokens('abc😀', 1)).toBe('abc');
});
