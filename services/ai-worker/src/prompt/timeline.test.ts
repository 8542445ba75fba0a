import { describe, expect, it } from 'vitest';

import {
  ada,
  BEN,
  ben,
  fetched,
  fetchedFromCharacter,
  messageId,
  OTHER_ADA,
  OUR_APPLICATION,
  sceneOf,
  stored,
} from './scene-for-tests.ts';
import { findLandmark, mergeTimeline } from './timeline.ts';

const texts = (changes: Parameters<typeof sceneOf>[0]) => mergeTimeline(sceneOf(changes)).map(({ text }) => text);
const recent = (...messages: ReturnType<typeof fetched>[]) => ({ recent: messages, references: [] });

const fullWindow = (from: number) =>
  recent(...Array.from({ length: 40 }, (_, index) => fetched(from + index, `m${from + index}`)));

it('merges stored and fetched lines by id; the stored text and speaker win', () => {
  const lines = mergeTimeline(
    sceneOf({
      history: [stored(2, 'as stored', ada)],
      facts: recent(fetched(1, 'first'), fetched(2, 'as fetched'), fetched(3, 'last')),
    }),
  );

  expect(lines.map(({ text }) => text)).toEqual(['first', 'as stored', 'last']);
});

it('takes a reply in several messages for one line', () => {
  const reply = { ...stored(2, 'one two'), messageIds: [messageId(2), messageId(3)] };

  expect(
    texts({
      history: [reply],
      facts: recent(fetchedFromCharacter(2, 'Lilith', 'one'), fetchedFromCharacter(3, 'Lilith', 'two')),
    }),
  ).toEqual(['one two']);
});

it('leaves the trigger out, what came after it, and what others answered to it', () => {
  const facts = recent(fetched(99, 'before'), fetched(100, '@Lilith hello'), fetched(101, 'after'));
  const earlierReplies = [{ name: 'Pip', text: 'hi', messageIds: [messageId(98)] }];

  expect(texts({ facts: recent(...facts.recent, fetchedFromCharacter(98, 'Pip', 'hi')), earlierReplies })).toEqual([
    'before',
  ]);
});

it('keeps a stored reply that came after the trigger, to a message before it', () => {
  expect(texts({ history: [stored(99, 'one', ada), stored(101, 'reply to one')] })).toEqual(['one', 'reply to one']);
});

it('begins at the epoch, for everybody and whether stored or fetched', () => {
  expect(
    texts({
      epoch: messageId(3),
      history: [stored(1, 'old', ada), stored(2, 'old reply'), stored(3, 'new', ada)],
      facts: recent(fetched(2, 'old too', { id: BEN }), fetched(4, 'new too', { id: BEN })),
    }),
  ).toEqual(['new', 'new too']);
});

it('begins where a history that was cut does, since what was fetched before it lacks its answers', () => {
  const facts = recent(
    fetched(1, 'left out'),
    fetchedFromCharacter(2, 'Lilith', 'left out too'),
    fetched(4, 'between'),
  );

  expect(texts({ facts, history: [stored(3, 'kept', ada), stored(5, 'reply')], historyCutAt: messageId(3) })).toEqual([
    'kept',
    'between',
    'reply',
  ]);
});

it('calls people as the character knows them, those it does not know as Discord does', () => {
  const facts = recent(
    fetched(1, 'a'),
    fetched(2, 'b', { id: BEN, name: 'ben on discord' }),
    fetched(3, 'c', { id: OTHER_ADA, name: 'Dora' }),
  );

  const names = mergeTimeline(sceneOf({ facts, history: [stored(4, 'd', ben)] })).map(({ name }) => name);

  expect(names).toEqual(['Ada', 'Ben', 'Dora', 'Ben']);
});

describe('messages of bots', () => {
  it('are lines of other characters, of bots, or none at all', () => {
    const bot = { id: '1457705944350720001', name: 'Weather', username: 'weather', isBot: true };
    const us = { id: OUR_APPLICATION, name: 'Tzurot', username: 'Tzurot', isBot: true };

    const lines = mergeTimeline(
      sceneOf({
        facts: recent(
          fetchedFromCharacter(1, 'Pip', 'A spanner.\n-# small print'),
          fetchedFromCharacter(2, 'Lilith', 'a notice of her own'),
          fetched(3, 'Rain.', bot),
          fetched(4, '**Orin:** Aye.', us),
          fetched(5, '**Lilith:** a notice without a webhook', us),
          fetched(6, 'Done: `/history clear`', us),
          fetched(7, '-# only small print', bot),
        ),
      }),
    );

    expect(lines.map(({ speaker, name, text }) => [speaker, name, text])).toEqual([
      ['character', 'Pip', 'A spanner.'],
      ['bot', 'Weather', 'Rain.'],
      ['character', 'Orin', 'Aye.'],
    ]);
  });
});

it('works from the stored lines when nothing could be fetched', () => {
  expect(texts({ facts: null, history: [stored(1, 'hello', ben)] })).toEqual(['hello']);
});

it('keeps its beginning for several turns while a full window of fetched messages slides', () => {
  const starts = Array.from({ length: 30 }, (_, from) => texts({ facts: fullWindow(from) })[0]);

  expect(new Set(starts).size).toBeLessThan(12);
  expect(texts({ facts: fullWindow(0) }).length).toBeGreaterThan(25);
});

it('finds the same landmark wherever the range lies around it', () => {
  const lines = Array.from({ length: 50 }, (_, n) => ({ at: messageId(n) }));
  const found = findLandmark(lines, { from: 0, to: 49 });

  expect(findLandmark(lines, { from: Math.max(0, found - 3), to: Math.min(49, found + 3) })).toBe(found);
});
