import { ERROR_CODES, FIELD_REASONS, REASONS } from '@tzurot/contracts';
import { expect, it } from 'vitest';

import { english } from './english/index.ts';
import { say } from './say.ts';

const sentences: Readonly<Record<string, string>> = english;
const holesOf = (text: string) => Array.from(text.matchAll(/\{\{(\w+)\}\}/g), ([, name]) => name ?? '');

it('fills the holes of a sentence', () => {
  expect(say('error.too-many-presets', { max: 100 })).toContain('already have 100 presets');
});

it('chooses the plural form by the count', () => {
  expect(say('field.text-too-short', { count: 1 })).toBe('needs at least 1 character');
  expect(say('field.text-too-short', { count: 4 })).toBe('needs at least 4 characters');
});

it('writes large numbers with separators, in plurals too', () => {
  expect(say('count.lines', { count: 1_234 })).toBe('1,234 lines');
  expect(say('field.number-too-large', { maximum: 2_000_000 })).toBe('must be at most 2,000,000');
});

it.each(['{{max}}', '$t(error.gone)', '$&', '<b>&amp;', '__proto__'])('takes %j in a fact for plain text', (name) => {
  expect(say('error.character-not-yours', { name })).toBe(
    `${name} belongs to somebody else, so you can't change or delete it.`,
  );
});

it('has a sentence for every error code', () => {
  for (const code of Object.keys(ERROR_CODES)) expect(sentences[`error.${code}`], code).toMatch(/^[A-Z]/);
});

it('has a sentence for every reason, with holes only for its facts', () => {
  for (const [reason, facts] of Object.entries(REASONS)) {
    const text = sentences[`error.${reason}`];
    expect(text, reason).toMatch(/^[A-Z{`]/);
    expect(Object.keys(facts.shape), reason).toEqual(expect.arrayContaining(holesOf(text ?? '')));
  }
});

it('has words for every reason of a field', () => {
  for (const reason of FIELD_REASONS) expect(sentences[`field.${reason}`], reason).toBeDefined();
});

it('has both plural forms of whatever has one', () => {
  const plurals = Object.keys(sentences).filter((key) => /_(?:one|other)$/.test(key));

  expect(plurals.length).toBeGreaterThan(0);
  for (const key of plurals) {
    expect(sentences[key.replace(/_other$/, '_one')], key).toBeDefined();
    expect(sentences[key.replace(/_one$/, '_other')], key).toBeDefined();
  }
});
