import { describe, expect, it } from 'vitest';
import { clip, excerpt, plain } from './elements.ts';

describe('text that somebody else wrote', () => {
  it.each([
    ['**Lilith**', '\\*\\*Lilith\\*\\*'],
    ['a_b', 'a\\_b'],
    ['# big', '\\# big'],
    ['- item', '\\- item'],
    ['two\nlines', 'two lines'],
  ])("plain() keeps somebody else's text from formatting anything: %j", (name, shown) => {
    expect(plain(name)).toBe(shown);
  });

  it.each(['[free](https://evil.example)', '<@123456789012345678>', '<#123456789012345678>', '<t:1:R>'])(
    "plain() keeps somebody else's text from linking or mentioning: %s",
    (name) => {
      expect(plain(name)).not.toBe(name);
      expect(plain(name)).not.toMatch(/<[@#t]|(?<!\\)\[/);
    },
  );

  it('text that is too long is cut with an ellipsis, never inside a character', () => {
    expect(clip('abcdef', 6)).toBe('abcdef');
    expect(clip('abcdefg', 6)).toBe('abcde…');
    expect(clip('abcd🦊🦊', 6)).toBe('abcd…');
    expect(excerpt('  many   spaces\n\nhere ', 100)).toBe('many spaces here');
  });
});
