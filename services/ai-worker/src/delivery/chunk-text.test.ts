import { describe, expect, it } from 'vitest';

import { chunkText } from './chunk-text.ts';

const fence = '```';
const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');

/** The text as it is read: without blanks and without the fences that chunking adds. */
const bare = (text: string) => text.replaceAll(/^ {0,3}```.*$/gm, '').replaceAll(/\s+/g, '');

it('leaves a short text whole, without surrounding blanks', () => {
  expect(chunkText('  hello \n')).toEqual(['hello']);
  expect(chunkText(' \n ')).toEqual([]);
});

it('cuts between paragraphs, else lines, else sentences, else words', () => {
  expect(chunkText(`${'a'.repeat(60)}\n\n${'b'.repeat(60)}`, 100)).toEqual(['a'.repeat(60), 'b'.repeat(60)]);
  expect(chunkText(`${'a'.repeat(60)}\n${'b'.repeat(60)}`, 100)).toEqual(['a'.repeat(60), 'b'.repeat(60)]);
  expect(chunkText(`${'aaa '.repeat(15)}end. ${'bbb '.repeat(15)}`, 100)[0]).toMatch(/end\.$/);
  expect(chunkText(words(50), 100).every((chunk) => /^word\d+(?: word\d+)*$/.test(chunk))).toBe(true);
});

describe('code blocks', () => {
  it('are closed at the end of a message and opened again, with their language', () => {
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index}`).join('\n');

    const chunks = chunkText(`Look:\n${fence}ts\n${lines}\n${fence}\nDone.`, 120);

    expect(chunks.length).toBeGreaterThan(3);
    for (const chunk of chunks) expect(chunk.split(fence).length % 2).toBe(1);
    expect(chunks.slice(1, -1).every((chunk) => chunk.startsWith(`${fence}ts\n`))).toBe(true);
    expect(bare(chunks.join('\n'))).toBe(bare(`Look:\n${lines}\nDone.`));
  });

  it('keep the indentation of the line after a cut', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `    line ${index}`).join('\n');

    const [, second] = chunkText(`${fence}\n${lines}\n${fence}`, 120);

    expect(second).toMatch(/^```\n {4}line/);
  });

  it('do not begin in a message in which not one of their lines fits', () => {
    const chunks = chunkText(`${'a'.repeat(80)}\n${fence}ts\n${'b'.repeat(60)}\n${fence}`, 110);

    expect(chunks).toEqual(['a'.repeat(80), `${fence}ts\n${'b'.repeat(60)}\n${fence}`]);
  });
});

describe('what must stay whole', () => {
  it.each([
    '<@1457705189376000000>',
    '<#1457705189376000000>',
    '<:library:1457705189376000000>',
    '<a:library:1457705189376000000>',
    '<t:1763830000:R>',
    '</character create:1457705189376000000>',
    'https://example.com/a/long/path?with=a&query=string',
    '[the library](https://example.com/library)',
    '`a piece of code`',
    '👩‍👩‍👧‍👦',
    'e\u0301\u0302\u0303',
  ])('%s', (whole) => {
    for (let before = 60; before < 100; before += 1) {
      const text = `${'a'.repeat(before)}${whole}${'b'.repeat(60)}`;

      const chunks = chunkText(text, 100);

      expect(chunks.filter((chunk) => chunk.includes(whole)).length).toBe(1);
    }
  });

  it('is torn only when it is longer than a message, and then not inside a surrogate pair', () => {
    const chunks = chunkText(`https://example.com/${'a'.repeat(300)} ${'😀'.repeat(120)}\u0301`, 100);

    expect(chunks.every((chunk) => chunk.length <= 100 && chunk.isWellFormed())).toBe(true);
  });
});

/** What chunking neither adds nor takes. */
const withoutFences = (text: string) => text.replaceAll(/[`\s]|ts/g, '');

/** A small generator of numbers that looks random and is the same in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

it('holds its promises for any text', () => {
  const random = createRandom(7);
  const bits = [
    'word',
    ' ',
    '\n',
    '\n\n',
    `\n${fence}\n`,
    `\n${fence}ts\n`,
    '~~~',
    '`',
    '😀',
    '👩‍👩‍👧',
    '. ',
    '漢字',
    '<@1457705189376000000>',
    'https://example.com/x',
    '    ',
    '**',
    'e\u0301'.repeat(5),
    'x'.repeat(130),
    '\n> ',
    '\n- ',
  ];
  for (let round = 0; round < 1_500; round += 1) {
    const text = Array.from({ length: random(80) }, () => bits[random(bits.length)] ?? '').join('');
    const maxCharacters = 60 + random(120);

    const chunks = chunkText(text, maxCharacters);

    const broken = chunks.filter(
      (chunk) => chunk.length > maxCharacters || chunk.trim() === '' || !chunk.isWellFormed(),
    );
    expect({ text, maxCharacters, broken, said: withoutFences(chunks.join('')) }).toEqual({
      text,
      maxCharacters,
      broken: [],
      said: withoutFences(text),
    });
  }
});
