import type { Addressee, Alias } from '@tzurot/contracts';
import { describe, expect, it } from 'vitest';
import { createAddressBook } from './address-book.ts';

const ada = { authorId: '100000000000000001', guildId: '200000000000000001' };
const ben = { authorId: '100000000000000002', guildId: '200000000000000001' };

/** Whoever made what everybody may talk to. */
const MAKER = '100000000000000009';

const character = (characterId: string, name: string, privateTo: string | null = null): Addressee => {
  return { characterId, name, slug: name.toLowerCase(), ownerId: privateTo ?? MAKER, isPublic: privateTo === null };
};
const alias = (name: string, characterId: string, scope: { userId?: string; guildId?: string } = {}): Alias => {
  return { name, characterId, userId: scope.userId ?? null, guildId: scope.guildId ?? null };
};

function bookOf(addressees: Addressee[], aliases: Alias[]) {
  const book = createAddressBook();
  book.load({ version: 1, addressees, aliases, activations: [] });
  return book;
}

describe('mentions', () => {
  const book = bookOf(
    [character('lilith', 'Lilith'), character('lily', 'Lily'), character('captain', 'Captain Orin')],
    [alias('Lilith', 'lilith'), alias('Lil', 'lily'), alias('Captain Orin', 'captain'), alias('Élise', 'lily')],
  );

  it.each([
    ['@Lilith hello', ['lilith']],
    ['hello @lilith!', ['lilith']],
    ['@LILITH, @Lil', ['lilith', 'lily']],
    ['@captain orin, a word', ['captain']],
    ['@élise', ['lily']],
    ['@Lilith @Lilith', ['lilith']],
  ])('hears %s', (text, expected) => {
    expect(book.findMentioned(text, ada)).toEqual(expected);
  });

  it.each(['Lilith hello', '@Lilithium', '@Lilé', 'ada@lilith.org', '@', '', '@Captain', '@ Lilith'])(
    'hears nobody in %j',
    (text) => {
      expect(book.findMentioned(text, ada)).toEqual([]);
    },
  );
});

describe('scopes', () => {
  it('lets a private character be heard by its owner alone', () => {
    const book = bookOf([character('secret', 'Secret', ada.authorId)], [alias('Secret', 'secret')]);

    expect(book.findMentioned('@Secret', ada)).toEqual(['secret']);
    expect(book.findMentioned('@Secret', ben)).toEqual([]);
  });

  it("prefers a person's own alias to the server's, and the server's to the global one", () => {
    const book = bookOf(
      [character('global', 'A'), character('server', 'B'), character('own', 'C')],
      [
        alias('captain', 'global'),
        alias('captain', 'server', { guildId: ada.guildId }),
        alias('captain', 'own', { userId: ada.authorId }),
      ],
    );

    expect(book.findMentioned('@captain', ada)).toEqual(['own']);
    expect(book.findMentioned('@captain', ben)).toEqual(['server']);
    expect(book.findMentioned('@captain', { ...ben, guildId: null })).toEqual(['global']);
  });

  it('prefers the own character among those of one name', () => {
    const book = bookOf(
      [character('public', 'Nox'), character('mine', 'Nox', ada.authorId)],
      [alias('Nox', 'public'), alias('Nox', 'mine')],
    );

    expect(book.findMentioned('@nox', ada)).toEqual(['mine']);
    expect(book.findMentioned('@nox', ben)).toEqual(['public']);
  });

  it('prefers the older of two public characters of one name, whichever was renamed last', () => {
    const [older, newer] = ['01970000-0000-7000-8000-000000000001', '01980000-0000-7000-8000-000000000001'];
    const book = bookOf(
      [character(newer, 'Lilith'), character(older, 'Lilith')],
      [alias('Lilith', newer), alias('Lilith', older)],
    );
    const before = book.findMentioned('@Lilith', ben);

    book.apply({
      version: 2,
      change: { kind: 'character', addressee: character(older, 'Lilith'), aliases: [alias('Lilith', older)] },
    });

    expect([before, book.findMentioned('@Lilith', ben)]).toEqual([[older], [older]]);
  });

  it("prefers the person's own public character to an older one of the server and of everybody", () => {
    const mine = { ...character('z', 'Nox'), ownerId: ada.authorId };
    const book = bookOf(
      [character('a', 'Nox'), character('b', 'Night'), mine],
      [alias('Nox', 'a'), alias('Nox', 'b', { guildId: ada.guildId }), alias('Nox', 'z')],
    );

    expect(book.findMentioned('@Nox', ada)).toEqual(['z']);
    expect(book.findMentioned('@Nox', ben)).toEqual(['b']);
    expect(book.findMentioned('@Nox', { ...ben, guildId: null })).toEqual(['a']);
  });

  it.each(['everyone', 'here', 'Everyone'])('calls nobody by @%s', (name) => {
    const book = bookOf([character('loud', name)], [alias(name, 'loud')]);

    expect(book.findMentioned(`@${name} the meeting is at five`, ada)).toEqual([]);
  });

  it('keeps nobody heard by a name whose character is not in the book', () => {
    expect(bookOf([], [alias('Secret', 'secret')]).findMentioned('@Secret', ada)).toEqual([]);
  });
});

describe('changes', () => {
  it('applies them in order and asks for the whole book after a gap', () => {
    const book = bookOf([], []);
    const pip = character('pip', 'Pip');

    const applied = book.apply({
      version: 2,
      change: { kind: 'character', addressee: pip, aliases: [alias('Pip', 'pip')] },
    });
    const skipped = book.apply({ version: 4, change: { kind: 'character-gone', characterId: 'pip' } });

    expect([applied, skipped]).toEqual([true, false]);
    expect(book.findMentioned('@Pip', ada)).toEqual(['pip']);
  });

  it('forgets the old name of a renamed character', () => {
    const book = bookOf([character('pip', 'Pip')], [alias('Pip', 'pip')]);

    book.apply({
      version: 2,
      change: { kind: 'character', addressee: character('pip', 'Pippin'), aliases: [alias('Pippin', 'pip')] },
    });

    expect(book.findMentioned('@Pip and @Pippin', ada)).toEqual(['pip']);
    expect(book.findMentioned('@Pip', ada)).toEqual([]);
  });

  it('ends the activations of a deleted character', () => {
    const book = bookOf([character('pip', 'Pip')], [alias('Pip', 'pip')]);
    book.apply({ version: 2, change: { kind: 'activation', channelId: '1', characterId: 'pip' } });
    const before = book.findActive(['0', '1'], ada);

    book.apply({ version: 3, change: { kind: 'character-gone', characterId: 'pip' } });

    expect(before).toBe('pip');
    expect(book.findActive(['0', '1'], ada)).toBeNull();
  });

  it('ignores what it already knows', () => {
    const book = bookOf([character('pip', 'Pip')], [alias('Pip', 'pip')]);

    expect(book.apply({ version: 1, change: { kind: 'character-gone', characterId: 'pip' } })).toBe(true);
    expect(book.findMentioned('@Pip', ada)).toEqual(['pip']);
  });
});
