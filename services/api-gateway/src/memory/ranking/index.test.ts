import { describe, expect, it } from 'vitest';
import { describeCorpus } from './corpus.ts';
import { type MemoryCandidate, rankMemories } from './index.ts';
import { readQuestion } from './question.ts';
import { rankAll } from './rank-for-tests.ts';
import { toTerms } from './words.ts';

function said(...lines: [speakerName: string, text: string][]): MemoryCandidate[] {
  return lines.map(([speakerName, text], seq) => ({
    id: `${seq}`,
    text,
    terms: toTerms(text),
    speaker: speakerName === 'Lilith' ? 'character' : 'person',
    speakerName,
    saidAtMs: Date.UTC(2026, 4, 3, 12, seq),
    sessionId: 's',
    seq,
  }));
}

describe('rankMemories', () => {
  it('finds nothing in nothing, and nothing for a question of stop words', () => {
    expect(rankAll('my cat', [])).toEqual([]);
    expect(rankAll('what is it?', said(['Ada', 'It is what it is.']))).toEqual([]);
  });

  it('joins irregular forms of a word', () => {
    const candidates = said(['Ada', 'Yesterday I bought a lantern.'], ['Ada', 'The weather is dull.']);

    const ranked = rankAll('Where can one buy things?', candidates);

    expect(ranked[0]?.id).toBe('0');
  });

  it('takes "I" for the asker and "you" for the character', () => {
    const candidates = said(['Lilith', 'The cat is called Ink.'], ['Ada', 'The cat is called Moss.']).map((turn) => ({
      ...turn,
      sessionId: turn.id,
    }));

    const mine = rankAll('What is my cat called?', candidates);
    const yours = rankAll('What is your cat called?', candidates);

    expect(mine[0]?.id).toBe('1');
    expect(yours[0]?.id).toBe('0');
  });

  it('lifts the answer that stands after a matching question', () => {
    const candidates = said(
      ['Lilith', 'What is the name of your sister?'],
      ['Ada', 'Mirabel.'],
      ['Ada', 'I like rain.'],
    );

    const ranked = rankAll('Who is the sister?', candidates);

    expect(ranked.map((memory) => memory.id).slice(0, 2)).toContain('1');
  });

  it('does not treat turns of different sessions as neighbours', () => {
    const [question, answer] = said(['Lilith', 'Your sister?'], ['Ada', 'Mirabel.']);
    if (!question || !answer) throw new Error('two turns');

    const ranked = rankAll('sister', [question, { ...answer, sessionId: 'other' }]);

    expect(ranked.map((memory) => memory.id)).toEqual(['0']);
  });

  it('knows the words of a person by who spoke, whatever the person was called then', () => {
    const [mine, other] = said(['Ada', 'The cat is called Moss.'], ['Lilith', 'The cat is called Ink.']);
    if (!mine || !other) throw new Error('two turns');

    const ranked = rankAll('What is my cat called?', [other, { ...mine, speakerName: 'Adelaide' }]);

    expect(ranked[0]?.id).toBe('0');
  });

  it('favours what was said on a named day, and soon after', () => {
    const [then, soon, later] = said(['Ada', 'We sailed.'], ['Ada', 'We sailed home.'], ['Ada', 'We sailed on.']);
    if (!then || !soon || !later) throw new Error('three turns');
    const on = (turn: MemoryCandidate, month: number, day: number) => ({
      ...turn,
      sessionId: turn.id,
      saidAtMs: Date.UTC(2026, month, day),
    });

    const ranked = rankAll('Who sailed on 3 May?', [on(later, 8, 1), on(soon, 4, 9), on(then, 4, 3)]);

    expect(ranked.map(({ id }) => id)).toEqual(['0', '1', '2']);
  });

  it('prefers who tells to who asks', () => {
    const [asking, telling] = said(['Ada', 'Is there a lantern?'], ['Ada', 'There is a lantern.']);
    if (!asking || !telling) throw new Error('two turns');

    const ranked = rankAll('lantern', [asking, { ...telling, sessionId: 'other' }]);

    expect(ranked[0]?.id).toBe('1');
  });

  it('borrows what was said last for a question that says too little', () => {
    const candidates = said(['Ada', 'The lantern is green.'], ['Ada', 'I like rain.']);

    expect(rankAll('and then?', candidates)).toEqual([]);
    expect(rankAll('and then?', candidates, 'Tell me of the lantern.')[0]?.id).toBe('0');
  });

  it('counts rarity over everything, not over what holds a word of the question', () => {
    const turns = said(
      ...Array.from({ length: 40 }, (_, n): [string, string] => ['Ada', n < 30 ? 'A boat sails.' : 'Bread is good.']),
    );
    const apart = turns.map((turn) => ({ ...turn, sessionId: turn.id }));
    const template = apart[35];
    if (!template) throw new Error('forty turns');
    const rare: MemoryCandidate = { ...template, text: 'A lantern.', terms: toTerms('A lantern.') };
    const found = [...apart.slice(0, 30), rare];

    const ranked = rankMemories(
      readQuestion({ text: 'boat lantern', askerName: 'Ada', characterName: 'Lilith' }, ['Ada'], []),
      found,
      describeCorpus(
        [...apart.slice(0, 35), rare].map(({ id, terms }) => ({ sessionId: id, turns: 1, terms: terms.length })),
        found,
        toTerms('boat lantern'),
      ),
    );

    expect(ranked[0]?.id).toBe('35');
    expect(ranked[1]?.score).toBeLessThan(0.2);
  });
});
