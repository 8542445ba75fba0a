import {
  attachLorebook,
  attachLorebookHere,
  createLorebook,
  createLoreEntry,
  createRule,
  deleteCharacter,
  deleteLoreEntry,
  detachLorebookHere,
  finishReply,
  getLorebook,
  getLoreEntry,
  type LoreTimer,
  listLorebooks,
  listLorebooksHere,
  listLoreEntries,
  MAX_BOOKS_PER_TARGET,
  type OpenTurn,
  readLorebook,
  readLorebookContents,
  settleTurn,
  updateLorebook,
  updateLoreEntry,
} from '@tzurot/contracts';
import type { AppError } from '@tzurot/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  acceptOne,
  callerOf,
  giveKey,
  newChannel,
  newCharacter,
  newPerson,
  newSnowflake,
  newTrigger,
  openForSure,
  rejection,
  replyBody,
  usageOf,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
const ada = newPerson('Ada');
const ben = newPerson('Ben');
beforeAll(async () => {
  gateway = await startGateway();
  await giveKey(gateway, ada);
});
afterAll(() => gateway.stop());

const caller = callerOf(ada);
const newBook = (name = 'Harbour') => gateway.bot.call(createLorebook, { caller, body: { name } });
const open = async (characterId: string, place = newChannel()) =>
  openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), characterId));

describe('a lorebook', () => {
  it('is made with entries, which are listed, changed and deleted, and every change makes a new version', async () => {
    const { id: bookId, version } = await newBook();
    const params = { bookId };

    const entry = await gateway.bot.call(createLoreEntry, {
      caller,
      params,
      body: { title: 'Kraken', keys: ['kraken'], content: 'It sleeps.', sticky: 3 },
    });
    await gateway.bot.call(updateLoreEntry, { caller, params: { entryId: entry.id }, body: { isConstant: true } });
    const changed = await gateway.bot.call(getLoreEntry, { caller, params: { entryId: entry.id } });
    const listed = await gateway.bot.call(listLoreEntries, { caller, params, query: { query: 'KRAK' } });
    const whole = await gateway.worker.call(readLorebook, { params });
    await gateway.bot.call(deleteLoreEntry, { caller, params: { entryId: entry.id } });
    const after = await gateway.bot.call(getLorebook, { caller, params });

    expect(changed).toMatchObject({ title: 'Kraken', isConstant: true, sticky: 3, bookName: 'Harbour' });
    expect(listed).toMatchObject({ total: 1, items: [{ title: 'Kraken', excerpt: 'It sleeps.' }] });
    expect(whole.entries).toMatchObject([{ id: entry.id, keys: ['kraken'] }]);
    expect(after.entryCount).toBe(0);
    expect(after.version).toBeGreaterThan(whole.version);
    expect(whole.version).toBeGreaterThan(version);
  });

  it('keeps settings that a change leaves out, and what its format says besides', async () => {
    const { id: bookId } = await gateway.bot.call(createLorebook, {
      caller,
      body: {
        name: 'Isles',
        settings: { scanDepth: 7 },
        rest: { vendor: [1] },
        entries: [{ title: 'Reef', sourceId: '4', rest: { displayIndex: 2 } }],
      },
    });

    const { settings } = await gateway.bot.call(updateLorebook, {
      caller,
      params: { bookId },
      body: { settings: { isRecursive: true } },
    });
    const contents = await gateway.bot.call(readLorebookContents, { caller, params: { bookId } });

    expect(settings).toMatchObject({ scanDepth: 7, isRecursive: true });
    expect(contents).toMatchObject({ rest: { vendor: [1] }, entries: [{ sourceId: '4', rest: { displayIndex: 2 } }] });
  });

  it('is told to a person, a character, a channel with its threads, and a server', async () => {
    const place = newChannel();
    const staff = callerOf(ada, { guildId: place.guildId, isStaff: true });
    const { id: characterId } = await newCharacter(gateway, ada);
    const books = await Promise.all(['person', 'character', 'channel', 'server'].map((name) => newBook(name)));
    const [person, character, channel, server] = books.map(({ id }) => ({ bookId: id }));
    const { channelId } = place;
    if (!person || !character || !channel || !server) throw new Error('a book is missing');
    await gateway.bot.call(attachLorebook, { caller, params: character, body: { target: 'character', characterId } });
    await gateway.bot.call(attachLorebookHere, {
      caller: staff,
      params: channel,
      body: { target: 'channel', channelId },
    });
    await gateway.bot.call(attachLorebookHere, { caller: staff, params: server, body: { target: 'server' } });
    await gateway.bot.call(attachLorebook, { caller, params: person, body: { target: 'person' } });

    const here = await open(characterId, newChannel({ kind: 'thread', guildId: place.guildId, parentId: channelId }));
    const elsewhere = await open(characterId);
    const listed = await gateway.bot.call(listLorebooksHere, { caller: staff, query: { channelId } });
    const { items } = await gateway.bot.call(listLorebooks, { caller });

    const targetsOf = ({ lore }: OpenTurn) => (lore?.books ?? []).map(({ target }) => target).toSorted();
    expect(targetsOf(here)).toEqual(['channel', 'character', 'person', 'server']);
    expect(targetsOf(elsewhere)).toEqual(['character', 'person']);
    expect(listed.items).toMatchObject([
      { name: 'channel', isMine: true },
      { name: 'server', isMine: true },
    ]);
    expect(items.find(({ name }) => name === 'character')?.attachments).toMatchObject([
      { target: 'character', name: 'Lilith' },
    ]);
    await gateway.bot.call(detachLorebookHere, {
      caller: { ...callerOf(ben, { guildId: place.guildId, isStaff: true }) },
      params: server,
      body: { target: 'server' },
    });
    expect(targetsOf(await open(characterId, place))).toEqual(['channel', 'character', 'person']);
  });

  it('cannot be attached to what is not yours, or beyond what a target may have', async () => {
    const { id: bookId } = await newBook();
    const { id: characterId } = await newCharacter(gateway, ben);
    const { channelId, guildId } = newChannel();
    await open((await newCharacter(gateway, ada)).id, { ...newChannel(), channelId, guildId });
    const foreignStaff = callerOf(ada, { guildId: newSnowflake(), isStaff: true });
    const target = await newCharacter(gateway, ada);
    const attachTo = async (id: string) =>
      gateway.bot.call(attachLorebook, {
        caller,
        params: { bookId: id },
        body: { target: 'character', characterId: target.id },
      });
    const others = await Promise.all(Array.from({ length: MAX_BOOKS_PER_TARGET }, () => newBook()));
    for (const { id } of others) await attachTo(id);

    const attempts = [
      gateway.bot.call(attachLorebook, { caller, params: { bookId }, body: { target: 'character', characterId } }),
      gateway.bot.call(attachLorebookHere, {
        caller: foreignStaff,
        params: { bookId },
        body: { target: 'channel', channelId },
      }),
      attachTo(bookId),
    ];

    expect(await Promise.all(attempts.map(async (attempt) => ((await rejection(attempt)) as AppError).code))).toEqual([
      'forbidden',
      'forbidden',
      'limit-reached',
    ]);
    await gateway.bot.call(deleteCharacter, { caller, params: { characterId: target.id } });
    const { items } = await gateway.bot.call(listLorebooks, { caller });
    expect(
      items.filter(({ id }) => others.some((other) => other.id === id)).flatMap((each) => each.attachments),
    ).toEqual([]);
  });
});

async function answer(turn: OpenTurn, timers: LoreTimer[]) {
  const params = { turnId: turn.turnId };
  await gateway.worker.call(finishReply, {
    params,
    body: {
      ...replyBody(turn.fence, 'yes'),
      heard: { answer: 'yes', endedBy: 'stop', call: usageOf(turn), lore: { told: [], timers } },
    },
  });
  const sent = [{ chunk: 0, messageId: newSnowflake(), outlet: null }];
  await gateway.worker.call(settleTurn, { params, body: { fence: turn.fence, outcome: 'delivered', sent } });
}

describe('timers', () => {
  const timer = (endsAt: number): LoreTimer => ({
    entryId: '01970000-0000-7000-8000-0000000000d1',
    kind: 'sticky',
    mark: 'x',
    counts: 'messages',
    startsAt: 1,
    endsAt,
    isProtected: false,
    above: null,
  });

  it('go on from the reply that stands in the conversation, and count its messages and replies', async () => {
    const place = newChannel();
    const { id: characterId } = await newCharacter(gateway, ada);
    const { id: bookId } = await newBook('Timed');
    await gateway.bot.call(attachLorebook, {
      caller,
      params: { bookId },
      body: { target: 'character', characterId },
    });

    const first = await open(characterId, place);
    await answer(first, [timer(6)]);
    const second = await open(characterId, place);
    const elsewhere = await open(characterId);

    expect(first.lore).toMatchObject({ timers: [], messages: 1, turns: 0 });
    expect(second.lore).toMatchObject({ timers: [timer(6)], messages: 3, turns: 1 });
    expect(elsewhere.lore).toMatchObject({ timers: [], messages: 1, turns: 0 });
  });
});

it('gives a turn the rules of the bot, of its character and of who asks, in this order, without those that are off', async () => {
  const { id: characterId } = await newCharacter(gateway, ada);
  const operator = { ...callerOf(ben), isOperator: true };
  const draft = (name: string) => ({ name, pattern: '/x/g' });
  const to = { target: 'person' as const };
  await gateway.bot.call(createRule, { caller, body: { ...draft('mine'), to } });
  await gateway.bot.call(createRule, { caller, body: { ...draft('off'), isEnabled: false, to } });
  await gateway.bot.call(createRule, {
    caller,
    body: { ...draft('of Lilith'), to: { target: 'character', characterId } },
  });
  const everyone = { ...draft('of the bot'), to: { target: 'everyone' as const } };
  await gateway.bot.call(createRule, { caller: operator, body: everyone });

  const { rules } = await open(characterId);
  const refused = await rejection(gateway.bot.call(createRule, { caller, body: everyone }));

  expect(rules.map(({ name }) => name)).toEqual(['of the bot', 'of Lilith', 'mine']);
  expect(refused).toMatchObject({ code: 'forbidden' });
});
