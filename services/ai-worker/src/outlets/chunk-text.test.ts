import { fuzzed } from '@tzurot/platform/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Node } from '../../../../packages/local-discord-page/src/markdown/nodes.ts';
import { parseMarkdown } from '../../../../packages/local-discord-page/src/markdown/parse.ts';
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

describe('what is marked up', () => {
  it.each(['||', '*', '**', '***', '_', '__', '~~', '`', '**~~', '> **'])(
    'with %s is closed at the end of a message and opened again in the next',
    (mark) => {
      const closing = mark.startsWith('>')
        ? '**'
        : Array.from(mark.match(/(.)\1*/g) ?? [])
            .toReversed()
            .join('');
      const chunks = chunkText(`Look: ${mark.startsWith('>') ? '\n' : ''}${mark}${words(420)}${closing}`);

      expect(chunks.length).toBeGreaterThan(1);
      for (const chunk of chunks) expect(chunk.endsWith(closing)).toBe(true);
      for (const chunk of chunks.slice(1)) expect(chunk.startsWith(`${mark}word`)).toBe(true);
      expect(chunks.join('').match(/word\d+/g)).toEqual(words(420).split(' '));
    },
  );

  it('as a quote to the end goes on as one', () => {
    const chunks = chunkText(`Look:\n>>> ${words(60)}\n\n${words(420)}`);

    for (const chunk of chunks.slice(1)) expect(chunk.startsWith('>>> word')).toBe(true);
  });

  it('as a quote of many lines goes on with one mark per line', () => {
    const chunks = chunkText(
      words(60)
        .replaceAll(/ ?word/g, '\n> word')
        .trim(),
      100,
    );

    expect(
      chunks
        .join('\n')
        .split('\n')
        .every((line) => /^> word\d+$/.test(line)),
    ).toBe(true);
  });

  it('opens nothing again of which only the closing mark is left', () => {
    expect(chunkText(`**${'a'.repeat(96)} ** bbbbbbbb`, 100)).toEqual([`**${'a'.repeat(96)}**`, 'bbbbbbbb']);
    expect(chunkText(`${'a'.repeat(90)} ||secret||`, 100)).toEqual(['a'.repeat(90), '||secret||']);
  });

  it('takes stars and underscores that mark nothing for what they are', () => {
    const text = `2 * 3, snake_case and an_other, a ** b | c ~ d ${'word '.repeat(30)}`.trim();

    expect(chunkText(text, 100).join(' ')).toBe(text);
  });
});

/** Every character that is seen, with the ways in which it is shown. */
function shown(nodes: readonly Node[], ways: readonly string[] = []): string[] {
  return nodes.flatMap((node): string[] => {
    if ('children' in node && node.type !== 'heading') return shown(node.children, [...ways, node.type]);
    if (node.type === 'text' || node.type === 'code' || node.type === 'codeBlock' || node.type === 'emoji')
      return node.text
        .replaceAll(/\s/g, '')
        .split('')
        .map((character) => `${character} ${[...new Set([...ways, node.type])].toSorted().join(' ')}`);
    return node.type === 'break' ? [] : [`${node.type} ${ways.toSorted().join(' ')}`];
  });
}

const word = fc.constantFrom(
  'word',
  'Lilith',
  'ship.',
  'said:',
  '漢字',
  '😀',
  '👩‍👩‍👧',
  'e\u0301',
  '<@1457705189376000000>',
  'x'.repeat(40),
);
const line = fc.array(word, { minLength: 1, maxLength: 30 }).map((parts) => parts.join(' '));
const marked = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    line,
    fc
      .tuple(fc.constantFrom('**', '||', '~~', '__'), tie('text'))
      .filter(([mark, inside]) => !inside.includes(mark))
      .map(([mark, inside]) => `${mark}${inside}${mark}`),
    line.map((inside) => `*${inside}*`),
    line.map((inside) => `\`${inside}\``),
    fc.tuple(tie('text'), tie('text')).map(([one, other]) => `${one} ${other}`),
    fc.tuple(tie('text'), tie('text')).map(([one, other]) => `${one}\n${other}`),
  ),
})).text;
const block = fc.oneof(
  { weight: 4, arbitrary: marked },
  {
    weight: 1,
    arbitrary: fc.array(line, { minLength: 1 }).map((lines) => `${fence}ts\n${lines.join('\n')}\n${fence}`),
  },
  {
    weight: 1,
    arbitrary: fc.array(line, { minLength: 1 }).map((lines) => lines.map((text) => `> ${text}`).join('\n')),
  },
  { weight: 1, arbitrary: line.map((text) => `> ||**${text}**||`) },
);
const document = fc.array(block, { minLength: 1, maxLength: 12 }).map((blocks) => blocks.join('\n\n'));

it('shows everything in all messages as the whole would show it', () => {
  fc.assert(
    fc.property(document, fc.integer({ min: 120, max: 400 }), (text, maxCharacters) => {
      const chunks = chunkText(text, maxCharacters);

      expect(chunks.every((chunk) => chunk.length <= maxCharacters && chunk.trim() !== '')).toBe(true);
      expect(chunks.flatMap((chunk) => shown(parseMarkdown(chunk)))).toEqual(shown(parseMarkdown(text)));
    }),
    fuzzed({ numRuns: 300 }),
  );
});

/** What chunking neither adds nor takes. */
const withoutMarks = (text: string) => text.replaceAll(/[`*_~|>\s\\]/g, '');

it('loses no word of any text, and no message is too long', () => {
  const piece = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        ...'* ** *** _ __ ~~ || ` `` ``` \\ > >>> \n \n\n - # ( [a](https://b.c)'.split(' '),
        ' ',
        ' ',
      ),
    },
    { weight: 3, arbitrary: word },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 150 }), fc.integer({ min: 60, max: 300 }), (pieces, maxCharacters) => {
      const text = pieces.join('').replaceAll(/```\w+\n/g, '```\n');

      const chunks = chunkText(text, maxCharacters);

      expect(chunks.filter((chunk) => chunk.length > maxCharacters || chunk.trim() === '')).toEqual([]);
      expect(withoutMarks(chunks.join(''))).toBe(withoutMarks(text));
    }),
    fuzzed({ numRuns: 600 }),
  );
});
