import { expect, it } from 'vitest';
import { BLOCK_CHARS, PromptCache } from './prompt-cache.ts';

const block = (letter: string) => letter.repeat(BLOCK_CHARS);

it('knows nothing at first, and the whole blocks of an equal prompt afterwards', () => {
  const cache = new PromptCache(100);
  const prompt = `${block('a')}${block('b')}rest`;

  expect(cache.take('key', prompt)).toBe(0);
  expect(cache.take('key', prompt)).toBe(2 * BLOCK_CHARS);
});

it('ends the cached part at the first change, whatever follows', () => {
  const cache = new PromptCache(100);
  cache.take('key', block('a') + block('b') + block('c'));

  expect(cache.take('key', `${block('a')}X${block('b').slice(1)}${block('c')}`)).toBe(BLOCK_CHARS);
  expect(cache.take('key', `X${block('a')}${block('b')}`)).toBe(0);
});

it('compares with every earlier prompt, not only the last', () => {
  const cache = new PromptCache(100);
  cache.take('key', block('a') + block('b'));
  cache.take('key', block('c'));

  expect(cache.take('key', block('a') + block('b'))).toBe(2 * BLOCK_CHARS);
});

it('shares nothing between scopes', () => {
  const cache = new PromptCache(100);
  cache.take('ada', block('a'));

  expect(cache.take('ben', block('a'))).toBe(0);
});

it('forgets the least recently used blocks first, the end of a prompt before its beginning', () => {
  const cache = new PromptCache(3);
  cache.take('key', block('a') + block('b'));
  cache.take('key', block('c') + block('d'));

  expect(cache.take('key', block('a') + block('b'))).toBe(BLOCK_CHARS);
});
