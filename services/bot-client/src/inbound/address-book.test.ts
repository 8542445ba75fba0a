import type { Addressee, Alias } from '@tzurot/contracts';
import { describe, expect, it } from 'vitest';
import { createAddressBook } from './address-book.ts';

const ada = { authorId: '100000000000000001', guildId: '200000000000000001' };
const ben = { authorId: '100000000000000002', guildId: '200000000000000001' };

const character = (characterId: string, name: string, ownerId: string | null = null): Addressee => {
  return { characterId, name, slug: name.toLowerCase(), ownerId };
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
