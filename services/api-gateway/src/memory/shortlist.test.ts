import { expect, it } from 'vitest';
import { shortlist, withNeighbours } from './shortlist.ts';

const hit = (seq: number, ...terms: string[]) => ({ sessionId: 's', seq, terms });

it('keeps the hits with the most and the rarest terms', () => {
  const hits = [hit(0, 'dog'), hit(1, 'dog', 'biscuit'), hit(2, 'dog'), hit(3, 'biscuit'), hit(4, 'dog')];

  expect(shortlist(hits, ['dog', 'biscuit'], 2).map(({ seq }) => seq)).toEqual([1, 3]);
});

it('prefers the shorter of two that hold the same', () => {
  const long = hit(0, 'dog', ...Array.from({ length: 40 }, (_unused, index) => `word${index}`));

  expect(shortlist([long, hit(1, 'dog')], ['dog'], 1)).toEqual([hit(1, 'dog')]);
});

it('keeps all when they are few', () => {
  expect(shortlist([hit(0, 'dog')], ['dog'], 5)).toHaveLength(1);
});

it('gives each place around the hits once, and none before the beginning', () => {
  const places = withNeighbours([hit(0), hit(3)], 2);

  expect(places.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
});
