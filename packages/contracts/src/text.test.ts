import { expect, it } from 'vitest';
import { heardName, heardText, nameOf, normalizeText, Text } from './text.ts';

it.each([
  ['NUL', 'a\u0000b', 'ab'],
  ['half of a surrogate pair', 'a\uD83Db\uDE00', 'ab'],
  ['halves that only NUL keeps apart', '\uD83D\u0000\uDE00', ''],
  ['a decomposed letter', 'Ame\u0301lie', 'Amélie'],
])('normalises %s before anything is checked', (_what, given, stored) => {
  expect(Text.parse(given)).toBe(stored);
});

it.each(['', 'hello', 'Grüße', '莉莉丝', '🙂 👩‍👩‍👧', 'ﬁ', '\u200Bx\u3164', ' a\tb\n '])(
  'leaves %j as it is',
  (text) => {
    expect(Text.parse(text)).toBe(text);
  },
);

it('changes a text no more when it is normalised a second time', () => {
  const marks = `a${'\u0316\u0300'.repeat(100)}`;
  const once = normalizeText(marks);

  expect(normalizeText(once)).toBe(once);
  expect(once.replaceAll('\u034F', '')).toHaveLength(once.length - 6);
});

it('breaks long runs of marks, which take the square of their length to sort', () => {
  const marks = `a${'\u0300'.repeat(50_000)}${'\u0316'.repeat(50_000)}`;

  expect(normalizeText(marks)).toHaveLength(103_333);
  expect(normalizeText(marks)).not.toMatch(/[\u0300\u0316]{31}/);
});

it.each([
  ['a zero-width space', '\u200B'],
  ['a filler for Hangul', '\u3164'],
  ['an empty braille cell', '\u2800'],
  ['NUL', '\u0000'],
  ['half of a surrogate pair', '\uD83D'],
  ['blanks', ' \u00A0\u2003 '],
  ['tag characters', '\u{E0041}\u{E0042}'],
  ['a mark without its letter', '\u0301'],
])('refuses %s as a name', (_what, name) => {
  expect(nameOf(80).safeParse(name).success).toBe(false);
});

it.each(['Lilith', '莉莉丝', 'リリス', '🙂', '!', "D'Arcy", 'Ж', '\u200BLilith'])('takes %j as a name', (name) => {
  expect(nameOf(80).parse(name)).toBe(name);
});

it('counts what is left of a name', () => {
  expect(nameOf(3).parse(' \u0000a\u0000b\u0000c ')).toBe('abc');
});

it('cuts what Discord has taken already instead of refusing it, and never through a character', () => {
  expect(heardText(4).parse('abc🙂')).toBe('abc');
  expect(heardText(4).parse('\u0958'.repeat(4))).toHaveLength(4);
});

it('gives a person whose name cannot be seen another one', () => {
  expect(heardName(80).parse('\u3164')).toBe('Somebody');
  expect(heardName(80).parse(' Ada ')).toBe('Ada');
});
