import { expect, it } from 'vitest';
import { tellStory } from './story.ts';

const scene = {
  characterName: 'Lilith',
  speakerName: 'Ada',
  said: 'Hello',
  attachmentCount: 0,
  earlierCount: 4,
  memoryCount: 2,
};

it('says in the name of the character who spoke, what they said and what was shown', () => {
  const text = tellStory(scene);

  expect(text).toMatch(/^\*Lilith [a-z ]+\.\* /);
  expect(text).toContain('"Hello," you said, Ada. I was told 4 earlier messages and remember 2 things.');
});

it('says the same about the same scene', () => {
  expect(tellStory(scene)).toBe(tellStory({ ...scene }));
});

it('quotes a message of 300 characters whole, and no more of a longer one', () => {
  const said = `${'a'.repeat(299)}b`;

  const short = tellStory({ ...scene, said });
  const long = tellStory({ ...scene, said: `${said}c` });

  expect(short).toContain(`"${said},"`);
  expect(long).toContain(`"${said}…"`);
});

it('does not cut a character in two', () => {
  const text = tellStory({ ...scene, said: `${'a'.repeat(299)}😀` });

  expect(text).toContain(`"${'a'.repeat(299)}…"`);
});

it('has words for nothing said, nothing shown and nobody known', () => {
  const text = tellStory({
    characterName: null,
    speakerName: null,
    said: '',
    attachmentCount: 1,
    earlierCount: 0,
    memoryCount: 0,
  });

  expect(text).toMatch(/^\*Someone /);
  expect(text).toContain(
    'You said nothing. You showed me 1 attachment. I was told no earlier messages and remember nothing yet.',
  );
});
