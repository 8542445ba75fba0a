import { describe, expect, it } from 'vitest';
import { customId, part, prefixOf } from './custom-id.ts';

const ID = '0198f2a0-0000-7000-8000-000000000001';
const browse = customId('character:browse', {
  page: part.number,
  filter: part.choice(['all', 'mine']),
  query: part.text(50),
});

describe('a custom id', () => {
  it.each(['', 'lil', 'a:b::c', 'ünï 🦊', ':'])('brings back what was put into it, with the text %j', (query) => {
    const state = { page: 12, filter: 'mine' as const, query };

    const text = browse.encode(state);

    expect(text.startsWith('character:browse:12:mine:')).toBe(true);
    expect(browse.decode(text)).toEqual(state);
  });

  it('without state is its prefix alone', () => {
    const plain = customId('card:dismiss', {});

    expect(plain.encode({})).toBe('card:dismiss');
    expect(plain.decode('card:dismiss')).toEqual({});
    expect(plain.decode('card:dismiss:more')).toBeNull();
  });

  it('is within what Discord takes with the longest text, and cuts no character in half', () => {
    const text = browse.encode({ page: 999_999_999, filter: 'mine', query: `${'x'.repeat(49)}🦊🦊` });

    expect(text.length).toBeLessThanOrEqual(100);
    expect(browse.decode(text)?.query).toBe('x'.repeat(49));
  });

  it('refuses to become longer than Discord takes', () => {
    const long = customId('a:b', { text: part.text(200) });

    expect(() => long.encode({ text: 'x'.repeat(200) })).toThrow('204 characters');
  });

  it.each([
    'character:browse',
    'character:browse:1:all',
    'character:browse:1',
    'character:browse:one:all:x',
    'character:browse:1:theirs:x',
    'character:browse:-1:all:x',
    'character:view:1:all:x',
    '',
  ])('of another version, such as %j, says nothing', (text) => {
    expect(browse.decode(text)).toBeNull();
  });

  it('takes only ids where an id belongs', () => {
    const view = customId('character:view', { id: part.id });

    expect(view.decode(`character:view:${ID}`)).toEqual({ id: ID });
    expect(view.decode('character:view:lilith')).toBeNull();
  });

  it('cannot have anything after a text', () => {
    expect(() => customId('a:b', { text: part.text(5), page: part.number })).toThrow('last');
  });
});

it('is found by its first two parts', () => {
  expect(prefixOf('character:browse:1:all:')).toBe('character:browse');
  expect(prefixOf('character')).toBe('character');
});

it('with nothing but its prefix is not taken for one with an empty text', () => {
  const press = customId('probe:press', { text: part.text(20) });

  expect(press.decode('probe:press')).toBeNull();
  expect(press.decode(press.encode({ text: '' }))).toEqual({ text: '' });
});
