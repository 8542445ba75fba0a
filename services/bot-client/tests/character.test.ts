import {
  acceptTrigger,
  addAlias,
  answerTurn,
  type Character,
  cloneCharacter,
  countCharacterBelongings,
  createCharacter,
  deleteCharacter,
  forgetMessages,
  getCharacter,
  getCharacterPicture,
  listAliases,
  listCharacterPeople,
  listCharacters,
  listDeletedCharacters,
  listPresets,
  putCharacterPerson,
  recordScene,
  removeAlias,
  removeCharacterPerson,
  restoreCharacter,
  setCharacterPicture,
  updateCharacter,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { type Answered, answer, type FakeGateway, fakeGateway, fakeQueues } from '@tzurot/platform/testing';
import { type APIMessage, PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BotUnderTest, startBot } from './support/bot.ts';
import { flatten, readText } from './support/fits-discord.ts';
import { type Person, shownIn } from './support/person.ts';
import { IDS, NOW, sampleCharacter, samplePreset, summaryOf } from './support/samples.ts';
import { hasOpenApi, judgeCalls } from './support/spec.ts';

const OTHER_ID = '0198f2a0-0000-7000-8000-0000000000aa';
const TURN_ID = '0198f2a0-0000-7000-8000-0000000000bb';
const EPHEMERAL = 64;

let bot: BotUnderTest;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  bot = await startBot();
  ada = await bot.connect('ada');
  ben = await bot.connect('ben');
});
afterAll(() => bot.stop());

/** A gateway that keeps one character, and says what else it is told to say. */
function give(character: Character, ...others: Answered[]): FakeGateway {
  let current = character;
  const gateway = fakeGateway(
    answer(getCharacter, ({ params }) => {
      if (params.characterId !== current.id) throw new NotFoundError('character', params.characterId);
      return current;
    }),
    answer(updateCharacter, ({ body: { expectedRevision, ...body } }) => {
      if (expectedRevision !== undefined && expectedRevision !== current.revision) {
        throw new AppError('conflict', 'changed', { reason: 'changed-meanwhile' });
      }
      current = { ...current, ...JSON.parse(JSON.stringify(body)), revision: current.revision + 1 };
      return current;
    }),
    answer(listCharacters, () => ({ items: [summaryOf(current)], page: 1, pages: 1, total: 1 })),
    ...others,
  );
  bot.give({ gateway });
  return gateway;
}

function accepted(status: 'accepted' | 'ignored'): Answered {
  const turn = { turnId: TURN_ID, characterId: IDS.character, stage: 'accepted' as const };
  return answer(acceptTrigger, () => ({
    status,
    needsScene: status === 'accepted',
    turns: status === 'accepted' ? [turn] : [],
  }));
}

/** The address of the picture that stands beside a card's head. */
function pictureOf({ components = [] }: APIMessage): string | undefined {
  return flatten(components).flatMap(({ media }) => (media ? [(media as { url: string }).url] : []))[0];
}

describe('/character create', () => {
  it('asks in a form and opens the dashboard of what was made', async () => {
    const gateway = give(
      sampleCharacter(),
      answer(createCharacter, ({ body }) => ({ ...sampleCharacter({ name: body.name }), sharedNames: [] })),
    );

    await ada.use('character create');
    await ada.submit(await ada.seeModal(), { name: 'Lilith', description: 'A sly librarian.' });

    const message = await ada.see('@Lilith hello');
    expect(Number(message.flags) & EPHEMERAL).toBe(EPHEMERAL);
    expect(readText(message)).toMatch(/Make public[\s\S]*Delete…/);
    expect(gateway.callsOf(createCharacter)).toMatchObject([
      {
        body: { name: 'Lilith', description: 'A sly librarian.', greeting: '', isPublic: false },
        caller: { id: bot.discord.world.people.ada.id, guildId: bot.discord.world.guild.id },
      },
    ]);
    expect(gateway.callsOf(createCharacter)[0]?.body).not.toHaveProperty('slug');
  });

  it('shows how to call somebody whose name cannot be quoted', async () => {
    give(
      sampleCharacter(),
      answer(createCharacter, ({ body }) => ({
        ...sampleCharacter({ name: body.name, slug: 'tick' }),
        sharedNames: [],
      })),
    );

    await ada.use('character create');
    await ada.submit(await ada.seeModal(), { name: 'Ti`ck' });

    await ada.see('Write `@tick hello`');
  });

  it('says when a name means two characters', async () => {
    give(
      sampleCharacter(),
      answer(createCharacter, () => ({ ...sampleCharacter(), sharedNames: ['Lilith'] })),
    );

    await ada.use('character create');
    await ada.submit(await ada.seeModal(), { name: 'Lilith' });

    expect(readText(await ada.see('Another character is also called'))).toContain('“Lilith”');
  });

  it('brings back everything that was typed when the short name is taken, as often as it takes', async () => {
    const taken = new AppError('conflict', 'taken', { reason: 'slug-taken', facts: { slug: 'lilith' } });
    const gateway = give(
      sampleCharacter(),
      answer(createCharacter, ({ body }) => {
        if (body.slug === 'lilith') throw taken;
        return { ...sampleCharacter({ slug: body.slug ?? '' }), sharedNames: [] };
      }),
    );
    const typed = { name: 'Lilith', slug: 'lilith', description: 'Long and careful.', greeting: 'Hush.\nQuiet.' };

    await ada.use('character create');
    await ada.submit(await ada.seeModal(), typed);
    for (let time = 1; time <= 2; time++) {
      await ada.press(await ada.see('is taken'), 'Try again');
      const modal = await ada.seeModal();
      for (const [name, value] of Object.entries(typed)) expect(shownIn(modal, name)).toBe(value);
      await ada.submit(modal);
    }
    const complaint = await ada.see('is taken');
    await ada.press(complaint, 'Try again');
    await ada.submit(await ada.seeModal(), { slug: 'lilith-two' });

    const dashboard = await ada.see('`lilith-two`');
    expect(dashboard.id).toBe(complaint.id);
    expect(gateway.callsOf(createCharacter)).toHaveLength(4);
  });

  it('names the field that cannot be kept as the form names it', async () => {
    give(sampleCharacter());

    await ada.use('character create');
    await ada.submit(await ada.seeModal(), { name: 'Lilith', slug: 'Not A Slug' });

    expect(readText(await ada.see('Short name'))).toContain('only have lower-case letters, digits and single hyphens');
  });

  it('keeps what was typed while the gateway is away', async () => {
    give(
      sampleCharacter(),
      answer(createCharacter, () => {
        throw new AppError('unavailable', 'connect ECONNREFUSED 127.0.0.1:3902');
      }),
    );

    await ada.use('character create');
    await ada.submit(await ada.seeModal(), { name: 'Lilith' });

    const message = await ada.see('Try again');
    expect(readText(message)).not.toContain('ECONNREFUSED');
  });
});

describe('/character edit', () => {
  it('opens a form with what is there, and shows what came of it in the same message', async () => {
    const gateway = give(sampleCharacter({ avatarUrl: 'https://example.org/lilith.png' }));

    await ada.use('character edit', { character: IDS.character });
    const dashboard = await ada.see('Identity');
    await ada.pressId(dashboard, `character:edit-identity:${IDS.character}`);
    const modal = await ada.seeModal();
    expect(shownIn(modal, 'name')).toBe('Lilith');
    expect(shownIn(modal, 'avatarUrl')).toBe('https://example.org/lilith.png');
    await ada.submit(modal, { name: 'Lilith the Second', avatarUrl: ' ' });

    const changed = await ada.see('Lilith the Second');
    expect(changed.id).toBe(dashboard.id);
    expect(gateway.callsOf(updateCharacter)[0]?.body).toEqual({
      name: 'Lilith the Second',
      slug: 'lilith',
      avatarUrl: null,
      errorMessage: '',
      expectedRevision: 0,
    });
  });

  it('saves a character of which nothing but the name is written', async () => {
    const gateway = give(sampleCharacter({ description: '', personality: '', greeting: '' }));
    await ada.use('character edit', { character: IDS.character });
    const dashboard = await ada.see('Identity');

    for (const section of ['identity', 'nature', 'scene', 'prompt', 'about', 'credits']) {
      await ada.pressId(dashboard, `character:edit-${section}:${IDS.character}`);
      await ada.submit(await ada.seeModal());
      await ada.see('Identity');
    }

    const bodies = gateway
      .callsOf(updateCharacter)
      .map(({ body }) => ({ ...(body as object), expectedRevision: undefined }));
    expect(bodies).toEqual([
      { name: 'Lilith', slug: 'lilith', avatarUrl: null, errorMessage: '' },
      { description: '', personality: '', talkativeness: 50 },
      { scenario: '', greeting: '', examples: '' },
      { systemPrompt: '', postHistory: '' },
      { birthday: null, isAdult: false },
      { nickname: '', creator: '', characterVersion: '', tags: [], creatorNotes: '' },
    ]);
  });

  it('never cuts a text that no form can hold: left empty it stays, filled it is replaced', async () => {
    const long = 'x'.repeat(12_345);
    const gateway = give(sampleCharacter({ description: long }));
    await ada.use('character edit', { character: IDS.character });
    const dashboard = await ada.see('12,345');

    await ada.pressId(dashboard, `character:edit-nature:${IDS.character}`);
    const modal = await ada.seeModal();
    expect(shownIn(modal, 'description')).toBeUndefined();
    expect(JSON.stringify(modal)).toContain('It has 12,345 characters');
    await ada.submit(modal, { personality: 'Warmer.' });
    await ada.see('Warmer.');
    expect(gateway.callsOf(updateCharacter).at(-1)?.body).toEqual({
      personality: 'Warmer.',
      talkativeness: 50,
      expectedRevision: 0,
    });

    await ada.pressId(dashboard, `character:edit-nature:${IDS.character}`);
    await ada.submit(await ada.seeModal(), { description: 'Short now.' });
    await ada.see('Short now.');
    expect(gateway.callsOf(updateCharacter).at(-1)?.body).toEqual({
      description: 'Short now.',
      personality: 'Warmer.',
      talkativeness: 50,
      expectedRevision: 1,
    });
  });

  it('a dashboard is shown again when what its form needs has expired, and the next press opens the form', async () => {
    give(sampleCharacter());
    await ada.use('character edit', { character: IDS.character });
    const dashboard = await ada.see('Identity');
    await bot.ctx.state.delete(`dashboard:${bot.discord.world.people.ada.id}:character:${IDS.character}`);
    give(sampleCharacter({ name: 'Renamed' }));

    await ada.pressId(dashboard, `character:edit-identity:${IDS.character}`);
    await ada.see('once more');
    await ada.see('Renamed');
    await ada.pressId(dashboard, `character:edit-identity:${IDS.character}`);

    expect(shownIn(await ada.seeModal(), 'name')).toBe('Renamed');
  });

  it('changes who may talk to it', async () => {
    const gateway = give(sampleCharacter());
    await ada.use('character edit', { character: IDS.character });

    await ada.press(await ada.see('Make public'), 'Make public');
    await ada.press(await ada.see('everybody can talk'), 'Make private');
    await ada.see('Private: only you');

    expect(gateway.callsOf(updateCharacter).map(({ body }) => body)).toEqual([{ isPublic: true }, { isPublic: false }]);
  });

  it('of somebody else shows it and lets nothing be changed', async () => {
    give(sampleCharacter({ isMine: false, isPublic: true }));
    await ben.use('character edit', { character: IDS.character });

    const dashboard = await ben.see("It belongs to somebody else, so you can't change it.");

    expect(JSON.stringify(dashboard.components).match(/"disabled":true/g)?.length).toBeGreaterThanOrEqual(6);
  });

  it('leaves the dashboard as it was when saving fails, and says why beside it', async () => {
    give(
      sampleCharacter(),
      answer(updateCharacter, () => {
        throw new AppError('conflict', 'taken', { reason: 'slug-taken', facts: { slug: 'pip' } });
      }),
    );
    await ada.use('character edit', { character: IDS.character });
    const dashboard = await ada.see('Identity');
    await ada.pressId(dashboard, `character:edit-identity:${IDS.character}`);

    await ada.submit(await ada.seeModal(), { slug: 'pip' });

    const complaint = await ada.see('`pip` is taken');
    expect(complaint.id).not.toBe(dashboard.id);
    expect(ada.seen().filter(({ id }) => id === dashboard.id)).toEqual([]);
  });
});

describe('two people who edit one character', () => {
  const openForm = async (person: Person, section: string) => {
    await person.use('character edit', { character: IDS.character });
    await person.pressId(await person.see('Identity'), `character:edit-${section}:${IDS.character}`);
    return person.seeModal();
  };

  it('each keep what the other did not touch', async () => {
    const gateway = give(sampleCharacter());
    const [hers, his] = [await openForm(ada, 'nature'), await openForm(ben, 'nature')];

    await ada.submit(hers, { description: 'A bold librarian.' });
    await ben.submit(his, { personality: 'Warm.' });

    const dashboard = readText(await ben.see('Warm.'));
    expect(dashboard).toContain('A bold librarian.');
    expect(gateway.callsOf(updateCharacter).at(-1)?.body).toMatchObject({ description: 'A bold librarian.' });
  });

  it('are shown both texts where both changed the same one, and the later chooses', async () => {
    const gateway = give(sampleCharacter());
    const [hers, his] = [await openForm(ada, 'nature'), await openForm(ben, 'nature')];
    await ada.submit(hers, { personality: 'Bold.' });
    await ada.see('Bold.');

    await ben.submit(his, { personality: 'Warm.' });

    const question = await ben.see('was changed while you were editing');
    expect(readText(question)).toMatch(/Personality[\s\S]*Bold\.[\s\S]*Warm\./);
    expect(gateway.callsOf(updateCharacter)).toHaveLength(1);
    await ben.press(question, 'Edit mine again');
    const again = await ben.seeModal();
    expect(shownIn(again, 'personality')).toBe('Warm.');
    await ben.submit(again, { personality: 'Warm and bold.' });
    await ben.see('Warm and bold.');
    expect(gateway.callsOf(updateCharacter).at(-1)?.body).toMatchObject({ personality: 'Warm and bold.' });
  });

  it.each([
    ['Keep theirs', 'Bold.', 1],
    ['Replace with mine', 'Warm.', 2],
  ])('"%s" leaves "%s"', async (label, expected, saves) => {
    const gateway = give(sampleCharacter());
    const [hers, his] = [await openForm(ada, 'nature'), await openForm(ben, 'nature')];
    await ada.submit(hers, { personality: 'Bold.' });
    await ada.see('Bold.');
    await ben.submit(his, { personality: 'Warm.' });

    await ben.press(await ben.see('was changed while you were editing'), label);

    await ben.see(`Personality: ${expected}`);
    expect(gateway.callsOf(updateCharacter)).toHaveLength(saves);
  });

  it('are asked again when the text changed once more while one was choosing', async () => {
    give(sampleCharacter());
    const [hers, his] = [await openForm(ada, 'nature'), await openForm(ben, 'nature')];
    await ada.submit(hers, { personality: 'Bold.' });
    await ada.see('Bold.');
    await ben.submit(his, { personality: 'Warm.' });
    const question = await ben.see('was changed while you were editing');
    await ada.submit(await openForm(ada, 'nature'), { personality: 'Bolder.' });
    await ada.see('Bolder.');

    await ben.press(question, 'Replace with mine');

    expect(readText(await ben.see('was changed while you were editing'))).toContain('Bolder.');
  });

  it("do not stand in each other's way in different sections", async () => {
    const gateway = give(sampleCharacter());
    const [hers, his] = [await openForm(ada, 'nature'), await openForm(ben, 'scene')];
    await ada.submit(hers, { personality: 'Bold.' });
    await ada.see('Bold.');

    await ben.submit(his, { greeting: 'Shh.' });

    await ben.see('Greeting: Shh.');
    expect(gateway.callsOf(updateCharacter)).toHaveLength(2);
  });
});

describe('/character edit, who can use it', () => {
  const about = `character:edit-about:${IDS.character}`;

  it.each([
    ['2-29', { month: 2, day: 29 }],
    ['31 October', { month: 10, day: 31 }],
    ['Oct 31', { month: 10, day: 31 }],
  ])('takes %j as a birthday', async (entered, birthday) => {
    const gateway = give(sampleCharacter());
    await ada.use('character edit', { character: IDS.character });
    await ada.pressId(await ada.see('Identity'), about);

    await ada.submit(await ada.seeModal(), { birthday: entered, isAdult: 'yes' });

    await ada.see('Adults only: Yes');
    expect(gateway.callsOf(updateCharacter)[0]?.body).toMatchObject({ birthday, isAdult: true });
  });

  it('says how a birthday is written, and finds a preset by its name', async () => {
    const presets = [samplePreset({ name: 'Storyteller' })];
    const gateway = give(
      sampleCharacter(),
      answer(listPresets, () => ({ items: presets })),
    );
    await ada.use('character edit', { character: IDS.character });
    const dashboard = await ada.see('Identity');
    await ada.pressId(dashboard, about);
    await ada.submit(await ada.seeModal(), { birthday: 'someday' });
    await ada.see("“someday” isn't a day. Write the month and the day, for example 10-31.");

    await ada.pressId(dashboard, about);
    await ada.submit(await ada.seeModal(), { presetName: 'storyteller' });

    await ada.see('Identity');
    expect(gateway.callsOf(updateCharacter)[0]?.body).toMatchObject({ defaultPresetId: IDS.preset });
  });
});

describe('/character allowlist and co-owner', () => {
  const person = () => ({ personId: bot.discord.world.people.ben.id, name: 'ben', role: 'friend' as const });

  it('let somebody in, show who is in, and let them go again', async () => {
    let people = [person()];
    const gateway = give(
      sampleCharacter(),
      answer(putCharacterPerson, () => ({ characterName: 'Lilith', isPublic: false, people })),
      answer(listCharacterPeople, () => ({ characterName: 'Lilith', isPublic: true, people })),
      answer(removeCharacterPerson, () => {
        people = [];
        return { characterName: 'Lilith', wasThere: true };
      }),
    );
    const { ben: benInWorld } = bot.discord.world.people;

    await ada.use('character allowlist add', { character: 'Lilith', person: benInWorld.id });
    await ada.see('can now talk to Lilith');
    await ada.use('character allowlist list', { character: 'Lilith' });
    const list = await ada.see('Who can talk to Lilith');
    expect(readText(list)).toContain('Lilith is public, so everybody can talk to it');
    await ada.press(list, 'Remove');

    await ada.see('Nobody else can talk to Lilith');
    expect(gateway.callsOf(putCharacterPerson)[0]).toMatchObject({
      params: { characterId: IDS.character },
      body: { personId: benInWorld.id, role: 'friend' },
    });
  });

  it('make somebody a co-owner, who can leave, and take no bot', async () => {
    const gateway = give(
      sampleCharacter(),
      answer(putCharacterPerson, () => ({ characterName: 'Lilith', isPublic: false, people: [] })),
      answer(removeCharacterPerson, () => ({ characterName: 'Lilith', wasThere: false })),
    );
    const { people, bot: ourselves } = bot.discord.world;

    await ada.use('character co-owner add', { character: 'Lilith', person: ourselves.id });
    await ada.see("Bots can't talk to characters");
    await ada.use('character co-owner add', { character: 'Lilith', person: people.ben.id });
    await ada.see('can now edit Lilith');
    await ben.use('character co-owner remove', { character: 'Lilith', person: people.ben.id });

    await ben.see('was not on the list');
    expect(gateway.callsOf(putCharacterPerson)[0]?.body).toMatchObject({ role: 'co-owner' });
  });
});

describe('/character alias', () => {
  it('gives a name, says whom else it means, lists the names and takes one back', async () => {
    const gateway = give(
      sampleCharacter(),
      answer(addAlias, () => ({ characterName: 'Lilith', isShared: true })),
      answer(removeAlias, () => ({ characterName: 'Lilith' })),
      answer(listAliases, () => ({
        characterName: 'Lilith',
        slug: 'lilith',
        items: [{ id: OTHER_ID, name: 'Lil', scope: 'everywhere' as const, isMine: false }],
      })),
    );

    await ada.use('character alias add', { character: 'Lilith', alias: '@Lil' });
    expect(readText(await ada.see('`@Lil` now calls Lilith'))).toContain('Another character is called “Lil” too');
    await ada.use('character alias list', { character: 'Lilith' });
    expect(readText(await ada.see('Names of Lilith'))).toContain('**Lil** · everywhere');
    await ada.use('character alias remove', { character: 'Lilith', alias: 'Lil', scope: 'server' });

    await ada.see('no longer calls Lilith');
    expect(gateway.callsOf(addAlias)[0]?.body).toEqual({ name: 'Lil', scope: 'me' });
    expect(gateway.callsOf(removeAlias)[0]?.body).toEqual({ name: 'Lil', scope: 'server' });
  });

  it('says when the name calls another one there', async () => {
    give(
      sampleCharacter(),
      answer(addAlias, () => {
        throw new AppError('conflict', 'taken', { reason: 'alias-taken', facts: { alias: 'Lil' } });
      }),
    );

    await ada.use('character alias add', { character: 'Lilith', alias: 'Lil', scope: 'everywhere' });

    await ada.see('`@Lil` already calls another character there');
  });
});

describe('/character picture and field', () => {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );

  it('sends the picture that was uploaded, and shows the character with it', async () => {
    const gateway = give(
      sampleCharacter({ hasPicture: true }),
      answer(setCharacterPicture, () => sampleCharacter({ hasPicture: true })),
      answer(getCharacterPicture, () => ({
        filename: 'lilith.png',
        contentType: 'image/png' as const,
        base64: pixel.toString('base64'),
      })),
    );

    await ada.use('character picture set', { character: 'Lilith', picture: '0' }, [
      { name: 'lilith.png', content: pixel, contentType: 'image/png' },
    ]);

    await ada.see('Lilith has a new picture');
    expect(gateway.callsOf(setCharacterPicture)[0]?.body).toEqual({ base64: pixel.toString('base64') });
  });

  it('takes the text of a file, however long, and gives it back as one', async () => {
    const long = 'A sly librarian. '.repeat(1_000);
    const gateway = give(sampleCharacter());

    await ada.use('character field set', { character: 'Lilith', field: 'description', file: '0' }, [
      { name: 'description.txt', content: Buffer.from(long) },
    ]);
    await ada.see('Description of Lilith is saved');
    expect(gateway.callsOf(updateCharacter)[0]?.body).toEqual({ description: long });
    await ada.use('character field get', { character: 'Lilith', field: 'description' });

    const file = await ada.see('bring it back');
    expect(file.attachments).toMatchObject([{ filename: 'lilith-description.txt', size: long.length }]);
  });

  it.each([
    ['is no text', Buffer.from([0xff, 0xfe, 0x00]), "isn't plain text"],
    ['is longer than a character can keep', Buffer.from('x'.repeat(50_001)), 'has 50,001 characters'],
    ['is far too large', Buffer.alloc(300_000, 'x'), 'This file is too large'],
  ])('refuses a file that %s', async (_what, bytes, said) => {
    const gateway = give(sampleCharacter());

    await ada.use('character field set', { character: 'Lilith', field: 'greeting', file: '0' }, [
      { name: 'greeting.txt', content: bytes },
    ]);

    await ada.see(said);
    expect(gateway.callsOf(updateCharacter)).toEqual([]);
  });

  it('makes a copy', async () => {
    const copy = sampleCharacter({ name: 'Twin', slug: 'twin' });
    const gateway = give(
      sampleCharacter(),
      answer(cloneCharacter, () => copy),
    );

    await ada.use('character clone', { character: 'Lilith', name: 'Twin' });

    await ada.see('Twin is ready');
    expect(gateway.callsOf(cloneCharacter)[0]?.body).toEqual({ name: 'Twin' });
  });
});

describe('/character browse', () => {
  const people = Array.from({ length: 23 }, (_, index) =>
    sampleCharacter({
      id: `0198f2a0-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`,
      name: `Nr ${index + 1}`,
      slug: `nr-${index + 1}`,
      isMine: false,
      isPublic: true,
    }),
  );
  const listed = answer(listCharacters, ({ query }) => {
    const from = (query.page - 1) * query.pageSize;
    return {
      items: people.slice(from, from + query.pageSize).map(summaryOf),
      page: query.page,
      pages: Math.ceil(people.length / query.pageSize),
      total: people.length,
    };
  });

  it('shows pages, and each page asks for what was searched', async () => {
    const gateway = give(sampleCharacter(), listed);

    await ada.use('character browse', { query: 'nr: 1', filter: 'public' });
    const first = await ada.see('Nr 10');
    await ada.press(first, 'Next ›');
    const second = await ada.see('Nr 11');
    await ada.press(second, '‹ Back');
    await ada.see('Nr 1');

    expect(second.id).toBe(first.id);
    expect(gateway.callsOf(listCharacters).map(({ query }) => query)).toMatchObject([
      { query: 'nr: 1', filter: 'public', page: 1 },
      { query: 'nr: 1', filter: 'public', page: 2 },
      { query: 'nr: 1', filter: 'public', page: 1 },
    ]);
  });

  it('goes to the last page when the list has become shorter', async () => {
    give(sampleCharacter(), listed);
    await ada.use('character browse');
    const list = await ada.see('Nr 1');

    await ada.press(list, 'Next ›');
    await ada.press(await ada.see('page 2'), 'Next ›');
    const last = await ada.see('page 3');
    people.splice(10);
    await ada.press(last, '‹ Back');

    expect(readText(await ada.see('Nr 10'))).not.toContain('page');
  });

  it('opens the card of the one that is chosen', async () => {
    give(sampleCharacter({ greeting: 'Hush, the books sleep.' }));
    await ada.use('character browse');

    await ada.choose(await ada.see('Lilith'), IDS.character);

    expect(readText(await ada.see('Hush, the books sleep.'))).toContain('Edit');
  });
});

describe('/character view', () => {
  it('takes a name or a short name instead of a suggestion', async () => {
    give(sampleCharacter());
    await ada.use('character view', { character: 'LILITH' });

    expect(readText(await ada.see('A sly librarian.'))).toContain('`lilith`');
  });

  it('shows the picture that the gateway keeps beside the name, and not again on later pages', async () => {
    const bytes = Buffer.from('a picture, for all that anybody knows');
    const picture = answer(getCharacterPicture, () => {
      return { filename: 'face.png', contentType: 'image/png' as const, base64: bytes.toString('base64') };
    });
    give(sampleCharacter({ hasPicture: true, description: 'word '.repeat(2_000) }), picture);

    await ada.use('character view', { character: IDS.character });
    const card = await ada.see('page 1 of');
    const shown = await fetch(pictureOf(card) ?? '');
    await ada.press(card, 'Next ›');
    const next = await ada.see('page 2 of');
    await ada.press(next, '‹ Back');
    const back = await ada.see('page 1 of');

    expect(Buffer.from(await shown.arrayBuffer())).toEqual(bytes);
    expect([pictureOf(next), next.attachments]).toEqual([undefined, []]);
    expect(pictureOf(back)).toContain('face.png');
    expect(back.attachments).toHaveLength(1);
  });

  it("shows the character's own address on the web before a picture that is kept", async () => {
    give(sampleCharacter({ hasPicture: true, avatarUrl: 'https://example.org/lilith.png' }));

    await ada.use('character view', { character: IDS.character });

    expect(pictureOf(await ada.see('A sly librarian.'))).toBe('https://example.org/lilith.png');
  });

  it.each([
    ['has an address that is none', { avatarUrl: 'javascript:alert(1)' }],
    ['has no picture', {}],
    ['has a picture that cannot be had', { hasPicture: true }],
  ])('shows the rest of a character that %s', async (_what, changes) => {
    give(sampleCharacter(changes));

    await ada.use('character view', { character: IDS.character });

    expect(pictureOf(await ada.see('A sly librarian.'))).toBeUndefined();
  });

  it('says who could be meant when nobody, or more than one, has the name', async () => {
    const twins = [sampleCharacter({ slug: 'lilith-1' }), sampleCharacter({ id: OTHER_ID, slug: 'lilith-2' })];
    give(
      sampleCharacter(),
      answer(listCharacters, () => ({ items: twins.map(summaryOf), page: 1, pages: 1, total: 2 })),
    );

    await ada.use('character view', { character: 'Lilith' });
    expect(readText(await ada.see('More than one'))).toContain('`lilith-1`, `lilith-2`');
    await ada.use('character view', { character: 'Lil' });
    expect(readText(await ada.see("I don't know a character"))).toContain('Did you mean `lilith-1`, `lilith-2`?');
    await ada.use('character view', { character: '  ' });
    await ada.see('Which character? Type a name');
  });

  it.each(['@Lilith', '@lilith', 'lilith', ' LILITH '])('understands %j as the character Lilith', async (typed) => {
    give(
      sampleCharacter(),
      answer(listCharacters, ({ query }) => {
        const found = 'lilith'.includes(query.query.toLowerCase());
        return { items: found ? [summaryOf(sampleCharacter())] : [], page: 1, pages: 1, total: 1 };
      }),
    );

    await ada.use('character view', { character: typed });

    await ada.see('A sly librarian.');
  });

  it('understands an alias, as messages do', async () => {
    give(
      sampleCharacter(),
      answer(listCharacters, () => ({ items: [], page: 1, pages: 0, total: 0 })),
    );
    const who = { characterId: IDS.character, name: 'Lilith', slug: 'lilith' };
    const addressee = { ...who, ownerId: OTHER_ID, isPublic: true, personIds: [] };
    const alias = { name: 'the librarian', characterId: IDS.character, userId: null, guildId: null };
    bot.ctx.book.load({
      version: 1,
      addressees: [addressee],
      aliases: [alias],
      activations: [],
      denials: [],
      choices: [],
    });

    await ada.use('character view', { character: '@The Librarian' });

    await ada.see('A sly librarian.');
  });

  it('does not tell a private character of somebody else from none', async () => {
    give(sampleCharacter());

    await ada.use('character view', { character: OTHER_ID });

    await ada.see("I don't know that character");
  });

  it('suggests characters with their short name and whose they are', async () => {
    give(
      sampleCharacter(),
      answer(listCharacters, () => {
        const items = [
          sampleCharacter({ name: 'L'.repeat(80), slug: 'l'.repeat(64) }),
          sampleCharacter({ id: OTHER_ID, isMine: false, isPublic: true }),
        ];
        return { items: items.map(summaryOf), page: 1, pages: 1, total: 2 };
      }),
    );

    const choices = await ada.suggestions('character view', 'character', 'lil');

    expect(choices.map(({ value }) => value)).toEqual([IDS.character, OTHER_ID]);
    expect(choices[0]?.name.length).toBeLessThanOrEqual(100);
    expect(choices[0]?.name).toMatch(/^L+… \(l+\) · mine$/);
    expect(choices[1]?.name).toBe('Lilith (lilith) · Ada · public');
  });

  it('suggests nothing while the gateway fails', async () => {
    bot.give({ gateway: fakeGateway() });

    expect(await ada.suggestions('character view', 'character', 'lil')).toEqual([]);
  });
});

describe('/character delete', () => {
  const counted = answer(countCharacterBelongings, () => ({
    name: 'Lilith',
    lines: 120,
    memories: 1,
    aliases: 2,
    channels: 0,
  }));
  const deleted = answer(deleteCharacter, () => ({ name: 'Lilith', restorableUntil: '2026-12-08T12:00:00.000Z' }));

  it('says what goes with it, deletes when its name is typed, and can be taken back at once', async () => {
    const gateway = give(
      sampleCharacter(),
      counted,
      deleted,
      answer(restoreCharacter, () => sampleCharacter()),
    );

    await ada.use('character delete', { character: IDS.character });
    const question = await ada.see('Delete Lilith?');
    expect(readText(question)).toMatch(/120 lines of history, 1 memory, 2 added names[\s\S]*For 7 days/);
    await ada.press(question, 'Delete Lilith');
    await ada.submit(await ada.seeModal(), { typed: 'Lilit' });
    await ada.see('You typed something else');
    expect(gateway.callsOf(deleteCharacter)).toEqual([]);
    await ada.press(question, 'Delete Lilith');
    await ada.submit(await ada.seeModal(), { typed: ' lilith ' });
    await ada.press(await ada.see('Lilith is deleted'), 'Restore');

    await ada.see('Lilith is back');
    expect(gateway.callsOf(deleteCharacter)).toMatchObject([{ params: { characterId: IDS.character } }]);
  });

  it('can be taken back by the name of what was deleted', async () => {
    const gone = { id: IDS.character, name: 'Lilith', slug: 'lilith', deletedAt: NOW, restorableUntil: NOW };
    const gateway = give(
      sampleCharacter(),
      answer(listDeletedCharacters, () => ({ items: [gone] })),
      answer(restoreCharacter, () => sampleCharacter()),
    );

    expect(await ada.suggestions('character restore', 'character', 'lil')).toEqual([
      { name: 'Lilith (lilith) · gone for good on 2026-11-22', value: IDS.character },
    ]);
    await ada.use('character restore', { character: '@Lilith' });

    await ada.see('Lilith is back');
    expect(gateway.callsOf(restoreCharacter)).toMatchObject([{ params: { characterId: IDS.character } }]);
  });

  it('changes nothing on the other button', async () => {
    const gateway = give(sampleCharacter(), counted, deleted);
    await ada.use('character delete', { character: IDS.character });

    await ada.press(await ada.see('Delete Lilith?'), 'Keep it');

    await ada.see('Nothing was changed.');
    expect(gateway.callsOf(deleteCharacter)).toEqual([]);
  });

  it('of somebody else is refused before anything is asked', async () => {
    const facts = { name: 'Lilith' };
    give(
      sampleCharacter(),
      answer(countCharacterBelongings, () => {
        throw new AppError('forbidden', 'not theirs', { reason: 'character-not-yours', facts });
      }),
    );

    await ben.use('character delete', { character: IDS.character });

    await ben.see('belongs to somebody else');
  });

  it('pressed a second time says that it is gone', async () => {
    give(
      sampleCharacter(),
      counted,
      answer(deleteCharacter, () => {
        throw new NotFoundError('character', IDS.character);
      }),
    );
    await ada.use('character edit', { character: IDS.character });
    await ada.press(await ada.see('Delete…'), 'Delete…');

    await ada.press(await ada.see('Delete Lilith?'), 'Delete Lilith');
    await ada.submit(await ada.seeModal(), { typed: 'Lilith' });

    await ada.see("I don't know that character");
  });
});

describe('/character greet', () => {
  it('asks for the greeting, and says so to the person alone', async () => {
    const gateway = give(
      sampleCharacter(),
      accepted('accepted'),
      answer(recordScene, () => ({})),
    );
    const queues = fakeQueues();
    bot.give({ queues });

    await ada.use('character greet', { character: 'Lilith' });

    expect(Number((await ada.see('Lilith greets you.')).flags) & EPHEMERAL).toBe(EPHEMERAL);
    expect(gateway.callsOf(acceptTrigger)).toMatchObject([
      { body: { trigger: { kind: 'greeting', content: '' }, characterIds: [IDS.character] } },
    ]);
    await bot.ctx.intake.idle();
    expect(queues.enqueued).toMatchObject([{ name: answerTurn.name, input: { turnId: TURN_ID } }]);
  });

  it('says that there is no greeting', async () => {
    const gateway = give(sampleCharacter({ greeting: ' ' }));

    await ada.use('character greet', { character: 'Lilith' });

    await ada.see('Lilith has no greeting. Its owner can write one');
    expect(gateway.callsOf(acceptTrigger)).toEqual([]);
  });
});

describe('/character chat', () => {
  const said = { character: IDS.character, message: 'Good evening, @everyone **friend**' };
  const scene = answer(recordScene, () => ({}));

  beforeEach(() => bot.give({ queues: fakeQueues() }));

  it('shows everybody what was said, then asks for a turn', async () => {
    const gateway = give(sampleCharacter(), accepted('accepted'), scene);
    const queues = fakeQueues();
    bot.give({ queues });

    await ada.use('character chat', said);

    const echo = await ada.see('Good evening');
    expect(echo.content).toBe('**ada:** Good evening, @everyone **friend**');
    expect(Number(echo.flags) & EPHEMERAL).toBe(0);
    await bot.ctx.intake.idle();
    const [{ trigger, characterIds }] = gateway.callsOf(acceptTrigger).map(({ body }) => body) as [
      { trigger: { id: string }; characterIds: string[] },
    ];
    expect(characterIds).toEqual([IDS.character]);
    expect(trigger).toMatchObject({
      kind: 'command',
      content: said.message,
      author: { id: bot.discord.world.people.ada.id, username: 'ada' },
      place: { kind: 'channel', channelId: bot.discord.world.channels.general, reach: 'guild' },
    });
    expect(queues.enqueued).toMatchObject([
      { name: answerTurn.name, input: { turnId: TURN_ID, trigger: { id: trigger.id } } },
    ]);
  });

  it('is the person speaking in later scenes too, not the bot that shows it', async () => {
    const gateway = give(sampleCharacter(), accepted('accepted'), scene);
    await ada.use('character chat', { ...said, message: 'Twice **bold**: once' });
    await ada.see('Twice');
    await ada.use('character chat', { ...said, message: 'And then?' });
    await ada.see('And then?');
    await bot.ctx.intake.idle();

    const [first, second] = gateway.callsOf(acceptTrigger).map(({ body }) => body) as { trigger: { id: string } }[];
    const [, later] = gateway.callsOf(recordScene).map(({ body }) => body) as { recent: { id: string }[] }[];
    expect(later?.recent.find(({ id }) => id === first?.trigger.id)).toMatchObject({
      author: { id: bot.discord.world.people.ada.id, name: 'ada', isBot: false },
      content: 'Twice **bold**: once',
    });
    expect(later?.recent.map(({ id }) => id)).not.toContain(second?.trigger.id);
  });

  it('is withdrawn when the message that shows it is deleted, even before the ledger knows which one that is', async () => {
    const deleted = answer(recordScene, async ({ body }) => {
      await bot.ctx.intake.withdraw([body.shownAsId ?? '']);
      return {};
    });
    const withdrawn = answer(forgetMessages, () => ({ endedTurns: 1 }));
    const gateway = give(sampleCharacter(), accepted('accepted'), deleted, withdrawn);

    await ada.use('character chat', said);
    const { id } = await ada.see('Good evening');
    await bot.ctx.intake.idle();

    const [{ trigger }] = gateway.callsOf(acceptTrigger).map(({ body }) => body) as [{ trigger: { id: string } }];
    expect(gateway.callsOf(forgetMessages).map(({ body }) => body)).toEqual([
      { messageIds: [id], ours: [] },
      { messageIds: [trigger.id], ours: [] },
    ]);
  });

  it('works in a thread and in direct messages', async () => {
    const gateway = give(sampleCharacter(), accepted('accepted'), scene);
    const { world } = bot.discord;

    ada.goTo(world.threads.corner);
    await ada.use('character chat', said);
    await ada.see('Good evening');
    await ada.goToDirectMessages();
    await ada.use('character chat', said);
    await ada.see('Good evening');
    ada.goTo(world.channels.general);

    await bot.ctx.intake.idle();
    expect(gateway.callsOf(acceptTrigger).map(({ body }) => body)).toMatchObject([
      { trigger: { place: { kind: 'thread', channelId: world.threads.corner, parentId: world.channels.general } } },
      { trigger: { place: { kind: 'dm', reach: 'owner_dm' } } },
    ]);
  });

  it('shows nobody anything when there is no such character, and gives the words back', async () => {
    const gateway = give(sampleCharacter(), accepted('accepted'), scene);
    const words = 'A long and careful message that nobody wants to type a second time.';

    await ada.use('character chat', { character: OTHER_ID, message: words });

    const answered = await ada.see("I don't know that character");
    expect(Number(answered.flags) & EPHEMERAL).toBe(EPHEMERAL);
    expect(readText(answered)).toContain(words);
    expect(gateway.callsOf(acceptTrigger)).toEqual([]);
    expect(await ada.readChannel()).not.toContain(words);
  });

  it('takes no message that is only spaces, and shows nobody any', async () => {
    const gateway = give(sampleCharacter(), accepted('accepted'), scene);

    await ada.use('character chat', { ...said, message: '   ' });

    const answered = await ada.see('Your message is empty');
    expect(Number(answered.flags) & EPHEMERAL).toBe(EPHEMERAL);
    expect(gateway.callsOf(acceptTrigger)).toEqual([]);
  });

  it('says so when nobody answers, because the character is gone in the meantime', async () => {
    give(sampleCharacter(), accepted('ignored'), scene);

    await ada.use('character chat', said);

    await ada.see("I don't know that character");
  });

  it('says what it lacks where it cannot answer', async () => {
    const gateway = give(sampleCharacter(), accepted('accepted'), scene);
    const { channels } = bot.discord.world;
    bot.discord.addFault({
      kind: 'permission-removed',
      channelId: channels.quiet,
      permissions: PermissionFlagsBits.SendMessages.toString(),
    });
    ada.goTo(channels.quiet);

    await ada.use('character chat', said);

    const answered = await ada.see('the permission **Send Messages**');
    ada.goTo(channels.general);
    expect(Number(answered.flags) & EPHEMERAL).toBe(EPHEMERAL);
    expect(gateway.callsOf(acceptTrigger)).toEqual([]);
  });
});

it.skipIf(!hasOpenApi)("sends only what Discord's own description allows", () => {
  const { looked, problems } = judgeCalls(bot.discord);

  expect(problems).toEqual([]);
  expect(looked).toBeGreaterThan(20);
});
