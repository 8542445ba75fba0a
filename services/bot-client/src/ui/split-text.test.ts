import { describe, expect, it } from 'vitest';
import { splitText } from './split-text.ts';

describe('a long text', () => {
  it('is parted at the end of a line, else at a space, else anywhere', () => {
    expect(splitText('one two\nthree four', 10)).toEqual(['one two', 'three four']);
    expect(splitText('one two three four', 10)).toEqual(['one two', 'three four']);
    expect(splitText('abcdefghijkl', 5)).toEqual(['abcde', 'fghij', 'kl']);
  });

  it('that fits is one piece, and an empty one none', () => {
    expect(splitText('abc', 3)).toEqual(['abc']);
    expect(splitText('', 3)).toEqual([]);
  });

  it('loses nothing but the space at the cuts', () => {
    const text = 'Some words, and a 🦊 now and then. '.repeat(300);

    const pieces = splitText(text, 97);

    expect(pieces.every((piece) => piece.length <= 97)).toBe(true);
    expect(pieces.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
  });

  it('never cuts a character in half', () => {
    expect(splitText('🦊🦊🦊', 3)).toEqual(['🦊', '🦊', '🦊']);
  });
});
