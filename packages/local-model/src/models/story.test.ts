import { expect, it } from 'vitest';
import { tellStory } from './story.ts';

const scene = {
  characterName: 'Lilith',
  greeting: null,
  examples: [],
  speakerName: 'Ada',
  said: 'Hello',
  attachmentCount: 0,
  earlierCount: 4,
  memoryCount: 2,
};

it('says in the name of the character who spoke, what they said and what was shown', () => {
  const text = tellStory(scene);

  expect(text).toMatch(/^\*Lilith [a-z ]+\.\* /);
  expect(text).toContain('"Hello," you said, Ada.\n-# I was told 4 earlier messages and remember 2 things.');
});

it('ends a first reply with the gesture and the last words of the greeting', () => {
  const greeting = '*A page turns.* "You took the squeaky step." *She looks up.* "Sit. Now, what is it you came for?"';

  const text = tellStory({ ...scene, greeting });

  expect(text).toMatch(/^\*A page turns\.\* "Hello," you said, Ada\. "Sit\. Now, what is it you came for\?"\n-# /);
});

it('speaks like one of the examples of the card when people have talked already', () => {
  const examples = ['"Three of them are true." *She runs a finger along the shelf.*', '"I know."'];

  const texts = ['a', 'b'].map((said) => tellStory({ ...scene, examples, said }));

  for (const text of texts) expect(text).toMatch(/"(?:Three of them are true|I know)\."\n/);
  expect(new Set(texts.map((text) => text.includes('I know')))).toEqual(new Set([true, false]));
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
    greeting: null,
    examples: [],
    speakerName: null,
    said: '',
    attachmentCount: 1,
    earlierCount: 0,
    memoryCount: 0,
  });

  expect(text).toMatch(/^\*Someone /);
  expect(text).toContain(
    'You said nothing. You showed me 1 attachment.\n-# I was told no earlier messages and remember nothing yet.',
  );
});
