import { expect, it } from 'vitest';
import { fuse } from './fuse.ts';

it('adds nearness to shared words, by weight', () => {
  const candidates = [
    { id: 'words', similarity: 0.3 },
    { id: 'near', similarity: 0.6 },
    { id: 'both', similarity: 0.6 },
  ];
  const byWords = [
    { id: 'words', score: 1 },
    { id: 'both', score: 0.6 },
  ];

  expect(fuse(candidates, byWords, 0.5)).toEqual([
    { id: 'both', score: 1 },
    { id: 'words', score: 0.75 / 0.8 },
    { id: 'near', score: 0.5 / 0.8 },
  ]);
});

it('goes by words alone without vectors, and without weight', () => {
  const byWords = [{ id: 'a', score: 1 }];

  expect(fuse([{ id: 'a', similarity: null }], byWords, 0.5)).toEqual(byWords);
  expect(fuse([{ id: 'b', similarity: 0.9 }], byWords, 0)).toEqual(byWords);
});

it('lets what has no vector yet keep its rank by words', () => {
  const candidates = [
    { id: 'new', similarity: null },
    { id: 'old', similarity: 0.5 },
  ];

  const fused = fuse(candidates, [{ id: 'new', score: 1 }], 0.5);

  expect(fused).toEqual([
    { id: 'new', score: 1 },
    { id: 'old', score: 0.5 },
  ]);
});

it('leaves out what shares no word and is not near', () => {
  const candidates = [
    { id: 'far', similarity: 0.2 },
    { id: 'opposite', similarity: -0.4 },
    { id: 'near', similarity: 0.3 },
  ];

  expect(fuse(candidates, [], 0.5).map(({ id }) => id)).toEqual(['near']);
});
