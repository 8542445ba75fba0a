import {
  ADDRESS_BOOK_CHANNEL,
  acceptTrigger,
  addAlias,
  type CallerInput,
  type Character,
  clearCharacterPicture,
  cloneCharacter,
  countCharacterBelongings,
  deleteCharacter,
  getAddressBook,
  getCharacter,
  getCharacterPicture,
  hideCharacter,
  listAliases,
  listCharacterPeople,
  listCharacters,
  listDeletedCharacters,
  putCharacterPerson,
  removeAlias,
  removeCharacterPerson,
  restoreCharacter,
  setCharacterPicture,
  updateCharacter,
} from '@tzurot/contracts';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sweepDeleted } from '../src/characters/deleted.ts';
import {
  acceptOne,
  callerOf,
  exchange,
  newChannel,
  newCharacter,
  newPerson,
  newSnowflake,
  newTrigger,
  openForSure,
  type TestPerson,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
let ada: TestPerson;
let ben: TestPerson;
let secret: Character;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());
beforeEach(async () => {
  ada = newPerson('Ada');
  ben = newPerson('Ben');
  secret = await newCharacter(gateway, ada, { name: `Vesper ${ada.id}`, isPublic: false });
});

const open = (role: 'friend' | 'co-owner', to = ben, by = ada) =>
  gateway.bot.call(putCharacterPerson, {
    caller: callerOf(by),
    params: { characterId: secret.id },
    body: { personId: to.id, name: to.name, role },
  });

const seenBy = (person: TestPerson, more: Partial<CallerInput> = {}) =>
  gateway.bot.call(getCharacter, { caller: callerOf(person, more), params: { characterId: secret.id } });

async function listedFor(person: TestPerson): Promise<string[]> {
  const query = { query: secret.name };
  return (await gateway.bot.call(listCharacters, { caller: callerOf(person), query })).items.map(({ id }) => id);
}

const ask = (person: TestPerson, { id }: Character, place = newChannel()) =>
  gateway.bot.call(acceptTrigger, { body: { trigger: newTrigger(person, place), characterIds: [id] } });

async function addressee() {
  const { addressees } = await gateway.bot.call(getAddressBook, {});
  return addressees.find(({ characterId }) => characterId === secret.id);
}

describe('a private character', () => {
  it('is open to a friend everywhere, who cannot change it, and to nobody else', async () => {
    const cyn = newPerson('Cyn');
    await expect(seenBy(ben)).rejects.toMatchObject({ code: 'not-found' });

    await open('friend');

    expect(await seenBy(ben)).toMatchObject({ isMine: false, isOwner: false, ownerName: 'Ada' });
    expect(await listedFor(ben)).toEqual([secret.id]);
    expect(await ask(ben, secret)).toMatchObject({ status: 'accepted' });
    expect(await addressee()).toMatchObject({ personIds: [ben.id] });
    const patch = { caller: callerOf(ben), params: { characterId: secret.id }, body: { name: 'Mine' } };
    await expect(gateway.bot.call(updateCharacter, patch)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(seenBy(cyn)).rejects.toMatchObject({ code: 'not-found' });
    expect(await listedFor(cyn)).toEqual([]);
    expect(await ask(cyn, secret)).toMatchObject({ status: 'ignored' });
  });

  it('answers a friend in a turn', async () => {
    await open('friend');

    const turnId = await acceptOne(gateway, newTrigger(ben, newChannel()), secret.id);

    expect((await openForSure(gateway, turnId)).speaker?.id).toBe(secret.id);
  });

  it('is edited by a co-owner, who neither deletes it nor decides about others', async () => {
    await open('co-owner');
    const theirs = { caller: callerOf(ben), params: { characterId: secret.id } };

    const renamed = await gateway.bot.call(updateCharacter, { ...theirs, body: { personality: 'Dry.' } });

    expect(renamed).toMatchObject({ personality: 'Dry.', isMine: true, isOwner: false });
    const refused = { code: 'forbidden', because: { reason: 'character-not-owned' } };
    await expect(gateway.bot.call(deleteCharacter, theirs)).rejects.toMatchObject(refused);
    await expect(open('friend', newPerson(), ben)).rejects.toMatchObject(refused);
  });

  it('is closed to a friend again, by its owner or by themselves', async () => {
    await open('friend');
    const mine = { caller: callerOf(ben), params: { characterId: secret.id }, body: { personId: ben.id } };

    expect(await gateway.bot.call(removeCharacterPerson, mine)).toMatchObject({ wasThere: true });

    await expect(seenBy(ben)).rejects.toMatchObject({ code: 'not-found' });
    const hers = { caller: callerOf(ada), params: { characterId: secret.id } };
    expect((await gateway.bot.call(listCharacterPeople, hers)).people).toEqual([]);
  });

  it('opens neither to its owner nor twice to the same person', async () => {
    await open('friend');
    const { people } = await open('co-owner');

    expect(people).toEqual([{ personId: ben.id, name: 'Ben', role: 'co-owner' }]);
    await expect(open('friend', ada)).rejects.toMatchObject({ because: { reason: 'person-is-owner' } });
  });
});

describe('a save', () => {
  it('that names an older revision changes nothing and says so', async () => {
    const mine = { caller: callerOf(ada), params: { characterId: secret.id } };
    const { revision } = await gateway.bot.call(updateCharacter, { ...mine, body: { personality: 'First.' } });

    const late = gateway.bot.call(updateCharacter, {
      ...mine,
      body: { personality: 'Late.', expectedRevision: revision - 1 },
    });

    await expect(late).rejects.toMatchObject({ code: 'conflict', because: { reason: 'changed-meanwhile' } });
    expect(await seenBy(ada)).toMatchObject({ personality: 'First.', revision });
  });

  it('keeps a birthday without a year, and takes none that no year has', async () => {
    const mine = { caller: callerOf(ada), params: { characterId: secret.id } };

    const born = await gateway.bot.call(updateCharacter, { ...mine, body: { birthday: { month: 2, day: 29 } } });

    expect(born.birthday).toEqual({ month: 2, day: 29 });
    const wrong = gateway.bot.call(updateCharacter, { ...mine, body: { birthday: { month: 2, day: 30 } } });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid-input' });
    expect((await gateway.bot.call(updateCharacter, { ...mine, body: { birthday: null } })).birthday).toBeNull();
  });

  it('takes as a default preset only one that whoever saves may use', async () => {
    const mine = { caller: callerOf(ada), params: { characterId: secret.id } };
    const unknown = '0198f2a0-0000-7000-8000-0000000000ff';

    const wrong = gateway.bot.call(updateCharacter, { ...mine, body: { defaultPresetId: unknown } });

    await expect(wrong).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a character for adults', () => {
  it('answers where Discord restricts the channel, and elsewhere says why it does not', async () => {
    await gateway.bot.call(updateCharacter, {
      caller: callerOf(ada),
      params: { characterId: secret.id },
      body: { isAdult: true },
    });

    const inside = await ask(ada, secret, newChannel({ isAgeRestricted: true }));
    const outside = await ask(ada, secret);

    expect(inside).toMatchObject({ status: 'accepted' });
    expect(outside).toMatchObject({ status: 'ignored', refusal: { reason: 'age-restricted', name: secret.name } });
    expect(await ask(ben, secret)).toEqual({ status: 'ignored', needsScene: false, turns: [] });
  });
});

describe('a deleted character', () => {
  const remove = () => gateway.bot.call(deleteCharacter, { caller: callerOf(ada), params: { characterId: secret.id } });

  it('is counted first with what goes with it', async () => {
    await exchange(gateway, newTrigger(ada, newChannel()), secret.id, 'Hush.');
    const mine = { caller: callerOf(ada), params: { characterId: secret.id } };
    await gateway.bot.call(addAlias, { ...mine, body: { name: 'Ves', scope: 'me' } });

    const counted = await gateway.bot.call(countCharacterBelongings, mine);

    expect(counted).toMatchObject({ name: secret.name, lines: 2, memories: 2, aliases: 1, channels: 0 });
  });

  it('answers nobody, is found by nobody, and is back as it was when it is restored', async () => {
    await open('friend');
    const turnId = await acceptOne(gateway, newTrigger(ada, newChannel()), secret.id);

    await remove();

    await expect(seenBy(ada)).rejects.toMatchObject({ code: 'not-found' });
    await expect(seenBy(ada, { isOperator: true })).rejects.toMatchObject({ code: 'not-found' });
    expect(await listedFor(ada)).toEqual([]);
    expect(await ask(ben, secret)).toMatchObject({ status: 'ignored' });
    expect((await openForSure(gateway, turnId)).refusal).toMatchObject({ reason: 'character-gone' });
    expect(await addressee()).toBeUndefined();
    const own = await gateway.bot.call(listDeletedCharacters, { caller: callerOf(ada) });
    expect(own.items).toMatchObject([{ id: secret.id, name: secret.name, slug: secret.slug }]);
    expect((await gateway.bot.call(listDeletedCharacters, { caller: callerOf(ben) })).items).toEqual([]);

    const restore = { caller: callerOf(ada), params: { characterId: secret.id } };
    expect(await gateway.bot.call(restoreCharacter, restore)).toMatchObject({ slug: secret.slug });
    expect(await listedFor(ben)).toEqual([secret.id]);
    expect(await addressee()).toMatchObject({ name: secret.name, personIds: [ben.id] });
  });

  it('is restored by nobody else', async () => {
    await open('co-owner');
    await remove();

    const theirs = gateway.bot.call(restoreCharacter, { caller: callerOf(ben), params: { characterId: secret.id } });

    await expect(theirs).rejects.toMatchObject({ code: 'not-found' });
  });

  it('has every listener load the whole book when it is back, since where it was active is no part of a change', async () => {
    await remove();
    const { version: before } = await gateway.bot.call(getAddressBook, {});
    const heard: unknown[] = [];
    const leave = await gateway.state.subscribe(ADDRESS_BOOK_CHANNEL, (change) => void heard.push(change));

    await gateway.bot.call(restoreCharacter, { caller: callerOf(ada), params: { characterId: secret.id } });

    expect(heard).toMatchObject([{ version: before + 2, change: { kind: 'character' } }]);
    await leave();
  });

  it('is gone for good after a week, with its picture and its memories', async () => {
    const params = { characterId: secret.id };
    await gateway.bot.call(setCharacterPicture, { caller: callerOf(ada), params, body: { base64: await aPicture() } });
    await exchange(gateway, newTrigger(ada, newChannel()), secret.id, 'Hush.');
    await remove();
    const { pool, prisma } = gateway.database;
    await sweepDeleted({ prisma, log: gateway.log.log });
    expect(await prisma.character.count({ where: { id: secret.id } })).toBe(1);

    await pool.query(`UPDATE characters SET deleted_at = now() - interval '8 days' WHERE id = $1`, [secret.id]);
    await sweepDeleted({ prisma, log: gateway.log.log });

    expect(await prisma.character.count({ where: { id: secret.id } })).toBe(0);
    expect(await prisma.memoryItem.count({ where: { characterId: secret.id } })).toBe(0);
    expect(await prisma.picture.count({ where: { owner: { discordId: BigInt(ada.id) } } })).toBe(0);
  });
});

describe('a name that was added', () => {
  const staffGuild = newSnowflake();
  const add = (who: CallerInput, { id }: Character, name: string, scope: 'me' | 'server' | 'everywhere') =>
    gateway.bot.call(addAlias, { caller: who, params: { characterId: id }, body: { name, scope } });
  const staff = (person: TestPerson) => callerOf(person, { guildId: staffGuild, isStaff: true });

  it('holds for one person, in one server, or everywhere', async () => {
    const shown = await newCharacter(gateway, ada, { name: `Pip ${ada.id}` });

    await add(callerOf(ben), shown, `mine ${ben.id}`, 'me');
    await add(staff(ben), shown, `ours ${ben.id}`, 'server');
    await add(callerOf(ada), shown, `all ${ben.id}`, 'everywhere');

    const { aliases } = await gateway.bot.call(getAddressBook, {});
    expect(
      aliases.filter(({ name }) => name.endsWith(` ${ben.id}`)).map(({ userId, guildId }) => [userId, guildId]),
    ).toEqual([
      [ben.id, null],
      [null, staffGuild],
      [null, null],
    ]);
    const params = { characterId: shown.id };
    const forBen = await gateway.bot.call(listAliases, { caller: staff(ben), params });
    expect(forBen.items.map(({ scope, isMine }) => [scope, isMine])).toEqual([
      ['everywhere', false],
      ['me', true],
      ['server', true],
    ]);
    const forAda = await gateway.bot.call(listAliases, { caller: callerOf(ada), params });
    expect(forAda.items.map(({ scope }) => scope)).toEqual(['everywhere']);
  });

  it('means one character in its place, and says so when it means another already', async () => {
    const [one, two] = [await newCharacter(gateway, ada), await newCharacter(gateway, ada)];
    const name = `twin ${ada.id}`;
    await add(callerOf(ada), one, name, 'everywhere');

    expect(await add(callerOf(ada), one, name.toUpperCase(), 'everywhere')).toMatchObject({ isShared: false });
    await expect(add(callerOf(ada), two, name, 'everywhere')).rejects.toMatchObject({
      because: { reason: 'alias-taken' },
    });
    expect(await add(callerOf(ada), two, name, 'me')).toMatchObject({ isShared: true });
  });

  it('is given to others only by who may, and never to a private character', async () => {
    const shown = await newCharacter(gateway, ada);

    await expect(add(callerOf(ben), shown, 'x', 'everywhere')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(add(callerOf(ben, { guildId: staffGuild }), shown, 'x', 'server')).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(add(callerOf(ada), secret, 'x', 'everywhere')).rejects.toMatchObject({
      because: { reason: 'alias-needs-public' },
    });
    await expect(add(callerOf(ada), shown, '@everyone', 'me')).rejects.toMatchObject({
      because: { reason: 'reserved-name' },
    });
  });

  it('is removed by who gave it, and follows no rename', async () => {
    const name = `short ${ada.id}`;
    const mine = { caller: callerOf(ada), params: { characterId: secret.id } };
    await add(callerOf(ada), secret, name, 'me');
    await gateway.bot.call(updateCharacter, { ...mine, body: { name: 'Another' } });
    expect((await gateway.bot.call(listAliases, mine)).items).toMatchObject([{ name }]);

    await gateway.bot.call(removeAlias, { ...mine, body: { name, scope: 'me' } });

    expect((await gateway.bot.call(listAliases, mine)).items).toEqual([]);
    await expect(gateway.bot.call(removeAlias, { ...mine, body: { name, scope: 'me' } })).rejects.toMatchObject({
      because: { reason: 'alias-unknown' },
    });
  });
});

/** A wide picture with something in its metadata. */
async function aPicture(width = 3_000): Promise<string> {
  const picture = sharp({ create: { width, height: 20, channels: 3, background: '#7c6cf0' } });
  return (
    await picture
      .withExif({ IFD0: { Artist: 'somebody at home' } })
      .jpeg()
      .toBuffer()
  ).toString('base64');
}

describe('a picture', () => {
  const give = (base64: string) =>
    gateway.bot.call(setCharacterPicture, {
      caller: callerOf(ada),
      params: { characterId: secret.id },
      body: { base64 },
    });

  it('is made small, and nothing but the picture is kept of the file', async () => {
    const params = { characterId: secret.id };

    expect(await give(await aPicture())).toMatchObject({ hasPicture: true });

    const kept = await gateway.bot.call(getCharacterPicture, { caller: callerOf(ada), params });
    const bytes = Buffer.from(kept.base64, 'base64');
    expect(kept.contentType).toBe('image/webp');
    expect(bytes.includes('somebody at home')).toBe(false);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 1_024, height: 7 });
    expect(await gateway.bot.call(clearCharacterPicture, { caller: callerOf(ada), params })).toMatchObject({
      hasPicture: false,
    });
    expect(await gateway.database.prisma.picture.count({ where: { owner: { discordId: BigInt(ada.id) } } })).toBe(0);
  });

  it.each([
    ['no picture', async () => Buffer.from('hello there').toString('base64'), 'picture-unreadable'],
    [
      'a drawing that could name files',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64'),
      'picture-unreadable',
    ],
    ['half a picture', async () => (await aPicture()).slice(0, 400), 'picture-unreadable'],
    ['one of too many pixels', huge, 'picture-too-many-pixels'],
  ])('is refused when it is %s', async (_what, draw, reason) => {
    await expect(give(await draw())).rejects.toMatchObject({ code: 'invalid-input', because: { reason } });

    expect(await seenBy(ada)).toMatchObject({ hasPicture: false });
  });

  it('goes along with a clone, and stays with it', async () => {
    await give(await aPicture(10));
    const mine = { caller: callerOf(ada), params: { characterId: secret.id } };

    const copy = await gateway.bot.call(cloneCharacter, { ...mine, body: { name: 'Twin' } });
    await gateway.bot.call(clearCharacterPicture, mine);

    expect(copy).toMatchObject({ name: 'Twin', hasPicture: true, isPublic: false, isOwner: true });
    const params = { characterId: copy.id };
    expect(await gateway.bot.call(getCharacter, { caller: callerOf(ada), params })).toMatchObject({ hasPicture: true });
  });
});

/** The head of a PNG that claims 100,000 pixels in each direction. */
async function huge(): Promise<string> {
  const small = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  small.writeUInt32BE(100_000, 16);
  small.writeUInt32BE(100_000, 20);
  return small.toString('base64');
}

it('an operator hides what somebody else owns, and only those who may edit it are told', async () => {
  const shown = await newCharacter(gateway, ada);
  const operator = callerOf(newPerson('Op'), { isOperator: true });

  await gateway.bot.call(hideCharacter, {
    caller: operator,
    params: { characterId: shown.id },
    body: { isHidden: true },
  });

  const hers = await gateway.bot.call(getCharacter, { caller: callerOf(ada), params: { characterId: shown.id } });
  expect(hers).toMatchObject({ isHidden: true, isPublic: false });
});
