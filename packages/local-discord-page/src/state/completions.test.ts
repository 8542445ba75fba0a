import { describe, expect, it } from 'vitest';
import { complete, completionAt, insertCompletion, textToSend } from './completions.ts';
import { general, moderatorRoleId, sampleWorld, staff } from './sample-world.ts';

const named = [
  { emoji: '👻', names: ['ghost'], tags: ['halloween'] },
  { emoji: '🐕‍🦺', names: ['service_dog'], tags: [] },
  { emoji: '🌭', names: ['dogs_dinner'], tags: [] },
  { emoji: '🐕', names: ['dog'], tags: [] },
  { emoji: '😀', names: ['grinning'], tags: ['smile'] },
];

describe('what is being completed', () => {
  it('is the word with its sign before the cursor', () => {
    expect(completionAt('hi @be', 6)).toEqual({ kind: 'mention', typed: 'be', from: 3, to: 6 });
    expect(completionAt('see #', 5)).toEqual({ kind: 'channel', typed: '', from: 4, to: 5 });
    expect(completionAt(':gh', 3)).toEqual({ kind: 'emoji', typed: 'gh', from: 0, to: 3 });
  });

  it('is nothing inside words, addresses and times', () => {
    expect(completionAt('me@be', 5)).toBeNull();
    expect(completionAt('at 10:30', 8)).toBeNull();
    expect(completionAt('https://x', 9)).toBeNull();
    expect(completionAt(':g', 2)).toBeNull();
    expect(completionAt('@ben hello', 10)).toBeNull();
  });
});

const offer = (text: string, roles: readonly string[] = []): readonly string[] => {
  const query = completionAt(text, text.length);
  return query === null ? [] : complete(sampleWorld(roles), general, query, named).map(({ inserted }) => inserted);
};

describe('what is offered', () => {
  it('are people by nickname or user name, then roles that may be named', () => {
    expect(offer('@be')).toEqual(['@Benny']);
    expect(offer('@mod')).toEqual(['@Moderator']);
    expect(offer('@tz')).toEqual(['@Tzurot']);
  });

  it('is everyone only to those who may', () => {
    expect(offer('@every')).toEqual([]);
  });

  it('are the channels one sees', () => {
    expect(offer('#st')).toEqual(['#stories']);
    expect(offer('#st', [moderatorRoleId])).toEqual([`#${staff.name ?? ''}`, '#stories']);
  });

  it('are emoji of the server before those of Unicode, also by what they mean', () => {
    expect(offer(':ghos')).toEqual([':ghosty:', '👻']);
    expect(offer(':smil')).toEqual(['😀']);
  });

  it('is what has exactly this name before what only begins with it or contains it', () => {
    expect(offer(':dog')).toEqual(['🐕', '🌭', '🐕‍🦺']);
  });
});

it('puts the completion in place of the word, with a space and the cursor behind it', () => {
  const query = completionAt('hi @be', 6);
  const [completion] = query === null ? [] : complete(sampleWorld(), general, query, []);

  const result = query === null || completion === undefined ? null : insertCompletion('hi @be', query, completion);

  expect(result).toEqual({ text: 'hi @Benny ', cursor: 10 });
});

const emoji = (name: string): string | undefined => (name === 'ghost' ? '👻' : undefined);

describe('what is sent', () => {
  it('turns completed names into mentions and names of emoji into emoji', () => {
    const completed = new Map([
      ['@Ada', '<@1>'],
      ['@Ada Lovelace', '<@2>'],
      [':ghosty:', '<:ghosty:900>'],
    ]);

    expect(textToSend(' @Ada Lovelace and @Ada :ghost: :ghosty: :nothing: ', completed, emoji)).toBe(
      '<@2> and <@1> 👻 <:ghosty:900> :nothing:',
    );
  });

  it('leaves a name that was only typed a plain word', () => {
    expect(textToSend('@Lilith hello', new Map(), emoji)).toBe('@Lilith hello');
  });

  it('leaves code and finished emoji as they are', () => {
    const completed = new Map([['@Ada', '<@1>']]);

    expect(textToSend('`@Ada :ghost:` ```\n@Ada\n```', completed, emoji)).toBe('`@Ada :ghost:` ```\n@Ada\n```');
    expect(textToSend('<:ghost:5> <a:ghost:6>', completed, emoji)).toBe('<:ghost:5> <a:ghost:6>');
  });
});
