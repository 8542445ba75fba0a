import { expect, it } from 'vitest';
import { describeCorpus } from './ranking/corpus.ts';
import { readQuestion } from './ranking/question.ts';
import { type Hit, joinStretches, shortlist, stretchAround } from './shortlist.ts';

const stretch = (sessionId: string, from: number, to: number) => ({ sessionId, from, to });
const hit = (seq: number, ...terms: string[]): Hit => ({ sessionId: 's', seq, speaker: 'person', saidAtMs: 0, terms });

function choose(hits: readonly Hit[], text: string, size: number): Hit[] {
  const question = readQuestion({ text, askerName: 'Ada', characterName: 'Lilith' }, [], []);
  const sizes = [{ sessionId: 's', turns: 50, terms: 100 }];
  return shortlist(hits, question, describeCorpus(sizes, hits, [...question.terms.keys()]), size);
}

it('keeps the hits with the most and the rarest terms', () => {
  const hits = [hit(0, 'dog'), hit(1, 'dog', 'biscuit'), hit(2, 'dog'), hit(3, 'biscuit'), hit(4, 'dog')];

  expect(choose(hits, 'dog biscuit', 2).map(({ seq }) => seq)).toEqual([1, 3]);
});

it('prefers the shorter of two that hold the same', () => {
  const long = hit(0, 'dog', ...Array.from({ length: 40 }, (_unused, index) => `word${index}`));

  expect(choose([long, hit(1, 'dog')], 'dog', 1)).toEqual([hit(1, 'dog')]);
});

it('keeps all when they are few', () => {
  expect(choose([hit(0, 'dog')], 'dog', 5)).toHaveLength(1);
});

it('reads what was said around a hit, and nothing before the beginning', () => {
  expect(stretchAround(hit(7), 2)).toEqual({ sessionId: 's', from: 5, to: 9 });
  expect(stretchAround(hit(1), 2)).toEqual({ sessionId: 's', from: 0, to: 3 });
});

it('reads each place once, however many hits are near it', () => {
  const joined = joinStretches([
    stretch('s', 10, 14),
    stretch('s', 0, 2),
    stretch('r', 1, 5),
    stretch('s', 3, 5),
    stretch('s', 11, 11),
    stretch('s', 14, 16),
  ]);

  expect(joined).toEqual([stretch('r', 1, 5), stretch('s', 0, 5), stretch('s', 10, 16)]);
});
