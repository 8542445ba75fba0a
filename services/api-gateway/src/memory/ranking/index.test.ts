import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type MemoryCandidate, rankMemories } from './index.ts';
import { toTerms } from './words.ts';

const asker = { askerName: 'Ada', characterName: 'Lilith' };

function said(...lines: [speakerName: string, text: string][]): MemoryCandidate[] {
  return lines.map(([speakerName, text], seq) => ({
    id: `${seq}`,
    text,
    terms: toTerms(text),
    speakerName,
    sessionId: 's',
    seq,
  }));
}

describe('rankMemories', () => {
  it('finds nothing in nothing, and nothing for a question of stop words', () => {
    expect(rankMemories({ text: 'my cat', ...asker }, [])).toEqual([]);
    expect(rankMemories({ text: 'what is it?', ...asker }, said(['Ada', 'It is what it is.']))).toEqual([]);
  });

  it('joins irregular forms of a word', () => {
    const candidates = said(['Ada', 'Yesterday I bought a lantern.'], ['Ada', 'The weather is dull.']);

    const ranked = rankMemories({ text: 'Where can one buy things?', ...asker }, candidates);

    expect(ranked[0]?.id).toBe('0');
  });

  it('takes "I" for the asker and "you" for the character', () => {
    const candidates = said(
      ['Lilith', 'The cat is called Ink.'],
      ['Pip', 'Bread.'],
      ['Ada', 'The cat is called Moss.'],
    );

    const mine = rankMemories({ text: 'What is my cat called?', ...asker }, candidates);
    const yours = rankMemories({ text: 'What is your cat called?', ...asker }, candidates);

    expect(mine[0]?.id).toBe('2');
    expect(yours[0]?.id).toBe('0');
  });

  it('lifts the answer that stands after a matching question', () => {
    const candidates = said(
      ['Lilith', 'What is the name of your sister?'],
      ['Ada', 'Mirabel.'],
      ['Ada', 'I like rain.'],
    );

    const ranked = rankMemories({ text: 'Who is the sister?', ...asker }, candidates);

    expect(ranked.map((memory) => memory.id).slice(0, 2)).toContain('1');
  });

  it('does not treat turns of different sessions as neighbours', () => {
    const [question, answer] = said(['Lilith', 'Your sister?'], ['Ada', 'Mirabel.']);
    if (!question || !answer) throw new Error('two turns');

    const ranked = rankMemories({ text: 'sister', ...asker }, [question, { ...answer, sessionId: 'other' }]);

    expect(ranked.map((memory) => memory.id)).toEqual(['0']);
  });
});

interface Conversation {
  sessions: { n: number; turns: { id: string; speaker: string; text: string; image_caption?: string }[] }[];
  questions: { question: string; category: number; evidence?: string[] }[];
}

const sharedFolder = process.env['TZUROT_SHARED_DIR'];
const bench = resolve(sharedFolder ?? '', 'memory-bench/locomo-dev.json');

describe.skipIf(sharedFolder === undefined || !existsSync(bench))('retrieval bench (needs TZUROT_SHARED_DIR)', () => {
  it('recalls at least 75 of 100 evidence turns among ten', () => {
    const conversations = JSON.parse(readFileSync(bench, 'utf8')) as Conversation[];

    const recalls = conversations.flatMap(recallAtTen);

    expect(recalls.length).toBeGreaterThan(900);
    expect(recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length).toBeGreaterThan(0.75);
  });
});

function recallAtTen(conversation: Conversation): number[] {
  const candidates = conversation.sessions.flatMap(({ n, turns }) =>
    turns.map((turn, seq): MemoryCandidate => {
      const text = `${turn.text} ${turn.image_caption ?? ''}`;
      return { id: turn.id, text, terms: toTerms(text), speakerName: turn.speaker, sessionId: `${n}`, seq };
    }),
  );
  return conversation.questions
    .filter(({ category, evidence }) => category !== 5 && evidence?.length)
    .map(({ question, evidence = [] }) => {
      const ranked = rankMemories({ text: question, askerName: '', characterName: '' }, candidates).slice(0, 10);
      const found = new Set(ranked.map((memory) => memory.id));
      return evidence.filter((id) => found.has(id)).length / evidence.length;
    });
}
