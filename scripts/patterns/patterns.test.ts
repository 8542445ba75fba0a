import { expect, it } from 'vitest';
import { root } from '../bootstrap/paths.mjs';
import { listSources } from '../checks/sources.ts';
import { plantFolder } from '../checks/testing/plant-folder.ts';
import { findPatterns } from './find-patterns.ts';
import { findWorst } from './find-worst.ts';
import { BUDGET_MS } from './measure.ts';

/** Tests look at what they have written themselves; and this folder measures what others wrote. */
const NOT_PRODUCT = /\.test\.tsx?$|\/tests\/|\/testing\/|\/conformance\.ts$|\/scripts\/patterns\//;

it('no regular expression takes more than 50 ms for 100,000 characters that are made to be hard for it', () => {
  const files = listSources(root).filter((file) => !NOT_PRODUCT.test(file));

  const patterns = findPatterns(files, root);
  const slow = patterns.flatMap((pattern) => {
    const worst = findWorst(pattern);
    return worst.ms > BUDGET_MS ? [{ ...pattern, ...worst }] : [];
  });

  expect(patterns.length).toBeGreaterThan(200);
  expect(slow).toEqual([]);
}, 180_000);

it.each([
  ['trailing blanks', String.raw`\s+$`, ''],
  ['neighbouring blanks', String.raw`^[^\n]*\s*\(`, 'm'],
  ['a repeated repetition', String.raw`^(?:a+)+b`, ''],
  ['alternatives that overlap', String.raw`(?:a|a)*c`, ''],
  ['a quote that ends nowhere', String.raw`"[^x]*x`, ''],
  ['blanks behind a word', String.raw`<context\s*/?\s*>`, 'i'],
])('a pattern with %s is found to be too slow', (_name, source, flags) => {
  expect(findWorst({ source, flags }).ms).toBeGreaterThan(BUDGET_MS);
});

it.each([String.raw`\s+`, String.raw`(?<!\s)\s+$`, String.raw`^\d{17,20}$`, '[^a]*'])(
  'the pattern %s is found to be fast',
  (source) => {
    expect(findWorst({ source, flags: '' }).ms).toBeLessThan(BUDGET_MS);
  },
);

it('finds patterns in literals and in what RegExp is given, with the constants of the file filled in', () => {
  const folder = plantFolder({
    'packages/some/src/some.ts': [
      "const TAG = 'context';",
      'const NAME = String.raw`\\w+`;',
      'export const one = /a+/g;',
      'export const two = new RegExp(`<${TAG}>${NAME}`, "i");',
      'export const three = (names: string[]) => RegExp("^" + names.join("|"));',
    ].join('\n'),
  });

  const found = findPatterns(listSources(folder), folder);

  expect(found).toEqual([
    { place: 'packages/some/src/some.ts:3', source: 'a+', flags: 'g' },
    { place: 'packages/some/src/some.ts:4', source: String.raw`<context>\w+`, flags: 'i' },
    { place: 'packages/some/src/some.ts:5', source: '^word', flags: '' },
  ]);
});

it('refuses to pass over a pattern that it cannot read', () => {
  const folder = plantFolder({ 'packages/some/src/some.ts': 'export const build = (text: string) => RegExp(text);' });

  expect(() => findPatterns(listSources(folder), folder)).toThrow('some.ts:1');
});
