import { describe, expect, it } from 'vitest';
import { cleanBeginning, cleanReply } from '../clean-reply.ts';
import { AS_IT_IS, type CleaningFacts } from '../step.ts';
import { stepConformance } from './conformance.ts';
import { steps } from './index.ts';

for (const step of steps) stepConformance(step);

it('each step has an id of its own', () => {
  expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
});

describe('what owners want of every reply', () => {
  const facts: CleaningFacts = {
    characterName: 'Lilith',
    otherNames: [],
    model: 'm',
    hasThoughtsApart: false,
    ...AS_IT_IS,
  };
  const wish = (switches: Partial<CleaningFacts['switches']>, text: string) =>
    cleanReply(text, { ...facts, switches: { ...facts.switches, ...switches } }).text;

  it.each([
    ['*waves* **Hello**\n* one\n```\na * b\n```', 'waves Hello\n* one\n```\na * b\n```'],
    ['2 * 3', '2  3'],
  ])('is %j without asterisks', (text, cleaned) => {
    expect(wish({ noAsterisks: true }, text)).toBe(cleaned);
  });

  it.each([
    ['Hi 😀👍🏽 <:grin:123456789012345678>!', 'Hi  !'],
    ['👩‍👩‍👧 and #1 ©', 'and #1'],
  ])('is %j without emoji', (text, cleaned) => {
    expect(wish({ noEmoji: true }, text)).toBe(cleaned);
  });

  it('is parted where sentences end', () => {
    const sentence = `${'A word of it '.repeat(12)}ends. `;

    const parts = wish({ shortParagraphs: true }, sentence.repeat(4)).split('\n\n');

    expect(parts.length).toBeGreaterThan(1);
    expect(parts.every((part) => part.endsWith('ends.') && part.length <= 320)).toBe(true);
    expect(parts.join(' ')).toBe(sentence.repeat(4).trim());
  });

  it.each([
    ['Hello.\n```\nHP: 3\n```', 'Hello.'],
    ['```yaml\nHP: 3\n```\nHello.', 'Hello.'],
    ['<status>HP: 3</status>\nHello.', 'Hello.'],
    ['Like `this`:\n```\ncode\n```\nSee?', 'Like `this`:\n```\ncode\n```\nSee?'],
    ['```\nonly\n```', '```\nonly\n```'],
  ])('is %j without status blocks', (text, cleaned) => {
    expect(wish({ noStatusBlocks: true }, text)).toBe(cleaned);
  });

  it('is what their rules make of it, and nothing of a beginning is certain then', () => {
    const rules = [{ name: 'x', pattern: '/cat(s?)/gi', replacement: 'dog$1', trims: [] }];

    expect(cleanReply('Cats and a cat.', { ...facts, rules }).text).toBe('dogs and a dog.');
    expect(cleanBeginning('Cats and', { ...facts, rules })).toBe('');
  });
});
