import { describe, expect, it } from 'vitest';
import { clip, count, excerpt, plain } from './elements.ts';

describe("somebody else's words", () => {
  it.each([
    ['**Lilith**', '\\*\\*Lilith\\*\\*'],
    ['a_b', 'a\\_b'],
    ['# big', '\\# big'],
    ['- item', '\\- item'],
    ['two\nlines', 'two lines'],
  ])('lose the power to format: %j', (name, shown) => {
    expect(plain(name)).toBe(shown);
  });

  it.each(['[free](https://evil.example)', '<@123456789012345678>', '<#123456789012345678>', '<t:1:R>'])(
    'lose the power to link or mention: %s',
    (name) => {
      expect(plain(name)).not.toBe(name);
      expect(plain(name)).not.toMatch(/<[@#t]|(?<!\\)\[/);
    },
  );

  it('are cut with a sign of it, never inside a character', () => {
    expect(clip('abcdef', 6)).toBe('abcdef');
    expect(clip('abcdefg', 6)).toBe('abcde…');
    expect(clip('abcd🦊🦊', 6)).toBe('abcd…');
    expect(excerpt('  many   spaces\n\nhere ', 100)).toBe('many spaces here');
  });
});

it('counts in words', () => {
  expect([count(0, 'line'), count(1, 'line'), count(1_234, 'line')]).toEqual(['0 lines', '1 line', '1,234 lines']);
});
