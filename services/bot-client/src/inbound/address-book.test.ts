import type { Addressee, Alias } from '@tzurot/contracts';
import { describe, expect, it } from 'vitest';
import { createAddressBook } from './address-book.ts';

const ada = { authorId: '100000000000000001', guildId: '200000000000000001' };
const ben = { authorId: '100000000000000002', guildId: '200000000000000001' };

/** Whoever made what everybody may talk to. */
const MAKER = '100000000000000009';

const character = (characterId: string, name: string, privateTo: string | null = null): Addressee => {
  const ownerId = privateTo ?? MAKER;
  return { characterId, name, slug: name.toLowerCase(), ownerId, isPublic: privateTo === null, personIds: [] };
};
const alias = (name: string, characterId: string, scope: { userId?: string; guildId?: string } = {}): Alias => {
  return { name, characterId, userId: scope.userId ?? null, guildId: scope.guildId ?? null };
};

function bookOf(addressees: Addressee[], aliases: Alias[]) {
  const book = createAddressBook();
  book.load({ version: 1, addressees, aliases, activations: [], denials: [], choices: [] });
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
    ['@Captain', ['captain']],
  ])('hears %s', (text, expected) => {
    expect(book.findMentioned(text, ada)).toEqual(expected);
  });

  it.each(['Lilith hello', '@Lilithium', '@Lilé', 'ada@lilith.org', '@', '', '@Cap', '@ Lilith', '\\\\@Lilith'])(
    'hears nobody in %j',
    (text) => {
      expect(book.findMentioned(text, ada)).toEqual([]);
    },
  );
});

describe('what calls nobody', () => {
  const book = bookOf(
    [character('pip', 'Pip'), character('lilith', 'Lilith'), character('all', 'everyone'), character('near', 'here')],
    [alias('Pip', 'pip'), alias('Lilith', 'lilith'), alias('everyone', 'all'), alias('here', 'near')],
  );

  it.each([
    'https://www.youtube.com/@pip is a good channel',
    '<https://www.youtube.com/@pip>',
    'youtube.com/@pip is a good channel',
    'look at [@pip](https://example.org)',
    '[a [nested] @pip](https://example.org "title") and [more](<https://example.org/@lilith>)',
    '`@Lilith hello` is how you call her',
    '``@Lilith ` hello``',
    '```\n@Lilith hello\n```',
    '```ts\nconst x = "`@Lilith`";\n``` and that is all',
    '@everyone the meeting is at five',
    '@here too',
    '<@123456789012345678> and <@&123456789012345678>',
  ])('is heard by nobody: %j', (text) => {
    expect(book.findMentioned(text, ada)).toEqual([]);
  });

  it.each([
    ['`code` @Lilith `more code`', ['lilith']],
    ['an unclosed ` and @Lilith', ['lilith']],
    ['two `` and one ` and @Pip', ['pip']],
    ['\\`@Lilith\\` is escaped, so it is plain', ['lilith']],
    ['[not a link] @Pip (really)', ['pip']],
    ['https://example.org @Pip', ['pip']],
    ['<@123456789012345678> @Pip', ['pip']],
    ['@Lilith/@Pip', ['lilith', 'pip']],
  ])('what stands beside it still calls: %j', (text, expected) => {
    expect(book.findMentioned(text, ada)).toEqual(expected);
  });
});

describe('what Discord renders around a name', () => {
  const book = bookOf(
    [character('lilith', 'Lilith'), character('dark', 'dark_lord'), character('orin', 'Captain Orin')],
    [alias('Lilith', 'lilith'), alias('dark_lord', 'dark'), alias('Captain Orin', 'orin')],
  );

  it.each([
    '**@Lilith** hello',
    '@**Lilith** hello',
    '||@Lilith||',
    '__@Lilith__',
    '_@Lilith_',
    '@_Lilith_, you',
    '~~@Lilith~~',
    '***@Lilith***',
    '> @Lilith',
    '# @Lilith',
    '- @Lilith',
    '＠Ｌｉｌｉｔｈ',
    '@Li\u200Blith',
    '(@Lilith)',
  ])('is seen through: %j', (text) => {
    expect(book.findMentioned(text, ada)).toEqual(['lilith']);
  });

  it('leaves an underscore inside a name, and blanks count once', () => {
    expect(book.findMentioned('_@dark_lord_ @captain   orin', ada)).toEqual(['dark', 'orin']);
    expect(book.findMentioned('@dark @darklord @Lilith_ium @Lilith**ium**', ada)).toEqual([]);
  });
});

describe('names in every script', () => {
  const names = ['莉莉丝', 'リリス', 'リリ', "D'Arcy", 'ลิลิธ', '릴리스', 'राम', 'Лилит', 'ليليث', 'Jean-Luc'];
  const book = bookOf(
    names.map((name) => character(name, name)),
    names.map((name) => alias(name, name)),
  );

  it.each([
    ['@莉莉丝你好', ['莉莉丝']],
    ['你好@莉莉丝', ['莉莉丝']],
    ['@リリスさん、おはよう', ['リリス']],
    ['@リリさん', ['リリ']],
    ['@D’Arcy good evening', ["D'Arcy"]],
    ["@d'arcy", ["D'Arcy"]],
    ['@ลิลิธสวัสดี', ['ลิลิธ']],
    ['@릴리스야 안녕', ['릴리스']],
    ['@릴리스는 어디?', ['릴리스']],
    ['@राम नमस्ते', ['राम']],
    ['@ЛИЛИТ, привет', ['Лилит']],
    ['@ليليث مرحبا', ['ليليث']],
    ['@Jean‑Luc', ['Jean-Luc']],
    ['@莉莉丝hello', ['莉莉丝']],
  ])('are heard in %j', (text, expected) => {
    expect(book.findMentioned(text, ada)).toEqual(expected);
  });

  it.each(['@リリー', '@रामा', '@릴리스타운', '@Лилита', 'почта@Лилит'])('are not heard in %j', (text) => {
    expect(book.findMentioned(text, ada)).toEqual([]);
  });
});

describe('the first words of a name', () => {
  it('call while nobody else is called so, and never in place of a whole name', () => {
    const book = bookOf(
      [character('baker', 'Marlo the Baker'), character('old', 'The Old Man')],
      [alias('Marlo the Baker', 'baker'), alias('The Old Man', 'old')],
    );
    expect(book.findMentioned('@Marlo the door is open', ada)).toEqual(['baker']);
    expect(book.findMentioned('@the door, @the old', ada)).toEqual([]);

    book.apply({
      version: 2,
      change: { kind: 'character', addressee: character('marlo', 'Marlo'), aliases: [alias('Marlo', 'marlo')] },
    });

    expect(book.findMentioned('@Marlo the door is open', ada)).toEqual(['marlo']);
    expect(book.findMentioned('@Marlo the Baker', ada)).toEqual(['baker']);
  });

  it('of a private name call for its owner alone', () => {
    const book = bookOf([character('secret', 'Nox of Night', ada.authorId)], [alias('Nox of Night', 'secret')]);

    expect(book.findMentioned('@Nox', ada)).toEqual(['secret']);
    expect(book.findMentioned('@Nox', ben)).toEqual([]);
  });
});

describe('a name that is nearly one', () => {
  const book = bookOf(
    [
      character('lilith', 'Lilith'),
      character('pip', 'Pip'),
      character('baker', 'Marlo the Baker'),
      character('nox', 'Noxious', ada.authorId),
    ],
    [alias('Lilith', 'lilith'), alias('Pip', 'pip'), alias('Marlo the Baker', 'baker'), alias('Noxious', 'nox')],
  );

  it.each([
    ['@Lillith hello', 'Lilith'],
    ['**@lilit**, are you there', 'Lilith'],
    ['@marlo teh baker hello', 'Marlo the Baker'],
    ['@Noxius', 'Noxious'],
  ])('is found at the beginning of %j', (text, name) => {
    expect(book.findNear(text, ada)?.name).toBe(name);
  });

  it.each(['@pop', '@Bartholomew', 'hello @Lillith', '`@Lillith`', '@'])('is not found in %j', (text) => {
    expect(book.findNear(text, ada)).toBeNull();
  });

  it("is not told of somebody else's private character", () => {
    expect(book.findNear('@Noxius', ben)).toBeNull();
  });
});

describe('a text that is made to be slow', () => {
  const book = bookOf([character('lilith', 'Lilith')], [alias('Lilith', 'lilith')]);

  it.each([
    '@',
    '`',
    '``` ` `` ',
    '[',
    '[](http',
    '[x](https://',
    '<https://',
    '_',
    'a_',
    '@_',
    'a.a',
    '*_',
    '\\`',
    '](',
    '@リ',
  ])(
    'of 100,000 characters calls nobody within the time of a test: %j',
    (piece) => {
      expect(book.findMentioned(`@${piece.repeat(100_000 / piece.length)}`, ada)).toEqual([]);
    },
    1_000,
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
    book.apply({ version: 2, change: { kind: 'activation', channelId: '1', characterIds: ['pip'] } });
    const before = book.findActive(['0', '1'], ada);

    book.apply({ version: 3, change: { kind: 'character-gone', characterId: 'pip' } });

    expect(before).toEqual(['pip']);
    expect(book.findActive(['0', '1'], ada)).toEqual([]);
  });

  it('finds who is spoken of without being called, in the order of their names', () => {
    const book = bookOf(
      [character('pip', 'Pip'), character('marlo', 'Marlo the Baker'), character('莉', '莉莉丝')],
      [alias('Pip', 'pip'), alias('Marlo the Baker', 'marlo'), alias('莉莉丝', '莉')],
    );
    const all = ['pip', 'marlo', '莉'];

    expect(book.findSpokenOf("Is that marlo's bread, Pip?", all)).toEqual(['marlo', 'pip']);
    expect(book.findSpokenOf('你好莉莉丝你好', all)).toEqual(['莉']);
    expect(book.findSpokenOf('The pipeline is `Pip`', all)).toEqual([]);
    expect(book.findSpokenOf('Pip and Marlo', ['marlo'])).toEqual(['marlo']);
  });

  it('knows what holds in a place: what is set nearest to it, of a thread its own before its channel', () => {
    const book = bookOf([], []);
    const tell = (
      version: number,
      tier: 'operator' | 'guild' | 'channel',
      id: string | null,
      values: Record<string, number | boolean>,
    ) => book.apply({ version, change: { kind: 'settings', tier, id, settings: { values } } });
    const thread = { channelId: '3', parentId: '2', guildId: '1' };
    const before = book.settingsOf(thread).cooldownSeconds.value;

    tell(2, 'operator', null, { cooldownSeconds: 5, handOver: true });
    tell(3, 'guild', '1', { cooldownSeconds: 10 });
    tell(4, 'channel', '2', { cooldownSeconds: 20, repliesPerMessage: 2 });
    tell(5, 'channel', '3', { repliesPerMessage: 1 });

    const { cooldownSeconds, repliesPerMessage, handOver } = book.settingsOf(thread);
    expect([before, cooldownSeconds.value, repliesPerMessage.value, handOver.value]).toEqual([0, 20, 1, true]);
    expect(book.settingsOf({ channelId: '9', parentId: null, guildId: '1' }).cooldownSeconds.value).toBe(10);
  });

  it('ignores what it already knows', () => {
    const book = bookOf([character('pip', 'Pip')], [alias('Pip', 'pip')]);

    expect(book.apply({ version: 1, change: { kind: 'character-gone', characterId: 'pip' } })).toBe(true);
    expect(book.findMentioned('@Pip', ada)).toEqual(['pip']);
  });
});
