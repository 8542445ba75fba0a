import { fakeClock, fakeLog } from '@tzurot/platform/testing';
import { expect, it } from 'vitest';

import { startDraft } from './draft.ts';

/** A draft whose posts keep what they are brought to. */
function setUp(show: (texts: readonly string[]) => Promise<void> = async () => {}) {
  const shown: (readonly string[])[] = [];
  const clock = fakeClock();
  const log = fakeLog();
  const posts = {
    async show(texts: readonly string[]) {
      shown.push(texts);
      await show(texts);
    },
  };
  const draft = startDraft(posts, async () => {}, {
    clock,
    log: log.log,
    limits: { firstAfterMs: 500, everyMs: 1_000 },
    maxCharacters: 100,
    mustEnd: (error) => error instanceof RangeError,
  });
  return { shown, clock, draft, log };
}

it('shows the first words half a second after the first word came, and then the newest once a second', async () => {
  const { shown, clock, draft } = setUp();
  draft.offer(() => 'One');
  await clock.advance(499);
  const early = [...shown];
  await clock.advance(1);
  for (const text of ['One two', 'One two three', 'One two three four']) draft.offer(() => text);
  await clock.advance(999);
  const between = [...shown];
  await clock.advance(1);
  await draft.stop();

  expect(early).toEqual([]);
  expect(between).toEqual([['One']]);
  expect(shown).toEqual([['One'], ['One two three four']]);
});

it('shows what was uncertain at first as soon as it is certain', async () => {
  const { shown, clock, draft } = setUp();
  draft.offer(() => '');
  await clock.advance(700);
  const early = [...shown];

  draft.offer(() => 'Certainly.');
  await clock.advance(0);
  await draft.stop();

  expect([early, shown]).toEqual([[], [['Certainly.']]]);
});

it('shows a spoiler only once it has ended', async () => {
  const { shown, clock, draft } = setUp();
  draft.offer(() => 'The murderer is ||the but');
  await clock.advance(500);
  draft.offer(() => 'The murderer is ||the butler||.');
  await clock.advance(1_000);
  await draft.stop();

  expect(shown).toEqual([['The murderer is'], ['The murderer is ||the butler||.']]);
});

it('shows nothing of a reply that is finished before the first showing', async () => {
  const { shown, clock, draft } = setUp();
  draft.offer(() => 'Done.');
  await clock.advance(100);

  await draft.stop();
  await clock.advance(5_000);

  expect(shown).toEqual([]);
});

it('does not repeat what has not changed', async () => {
  const { shown, clock, draft } = setUp();
  draft.offer(() => 'One');
  for (let second = 0; second < 5; second += 1) await clock.advance(1_000);
  await draft.stop();

  expect(shown).toEqual([['One']]);
});

it('ends quietly when showing fails, and loudly when the reply has to end with it', async () => {
  const quiet = setUp(() => Promise.reject(new Error('Discord is away')));
  const loud = setUp(() => Promise.reject(new RangeError('somebody else has the turn')));
  for (const { draft, clock } of [quiet, loud]) {
    draft.offer(() => 'One');
    await clock.advance(500);
  }

  await expect(quiet.draft.stop()).resolves.toBeUndefined();
  await expect(loud.draft.stop()).rejects.toThrow('somebody else has the turn');
  expect(quiet.log.messages('warn')).toEqual(['reply not shown while it was made']);
});
