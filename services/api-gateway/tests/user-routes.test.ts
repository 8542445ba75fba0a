import { randomUUID } from 'node:crypto';
import {
  ADDRESS_BOOK_CHANNEL,
  AddressBookChange,
  activateChannel,
  BOT_NAMES_KEY,
  type CallerInput,
  changeOwnFacts,
  chooseGlobalPreset,
  choosePersona,
  choosePreset,
  chooseServerPreset,
  clearHistory,
  createCharacter,
  createGlobalPreset,
  createPersona,
  createPreset,
  deactivateChannel,
  deleteCharacter,
  deletePersona,
  deletePreset,
  getAddressBook,
  getMark,
  getStatus,
  judgeWalletKey,
  listCharacters,
  listDmChannels,
  listPersonas,
  listPresetChoices,
  listPresets,
  listPresetUses,
  listWalletKeys,
  MAX_PERSONAS_PER_USER,
  makePersonaDefault,
  type OpenTurn,
  PRESET_TIERS,
  putMark,
  putWebhook,
  readAllUsage,
  readHistoryStats,
  readOwnUsage,
  recordUsage,
  removeWalletKey,
  resetChannelHistory,
  revealWalletKey,
  setKeyCap,
  setWalletKey,
  USAGE_PERIODS,
  undoClearHistory,
  updateCharacter,
  updatePersona,
  updatePreset,
} from '@tzurot/contracts';
import { toAppError } from '@tzurot/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  accept,
  acceptOne,
  callerOf,
  exchange,
  giveKey,
  newChannel,
  newCharacter,
  newDm,
  newPerson,
  newSnowflake,
  newTrigger,
  openForSure,
  rejection,
  say,
  type TestPerson,
  usageOf,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
let ada: TestPerson;
let caller: CallerInput;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());
beforeEach(() => {
  ada = newPerson('Ada');
  caller = callerOf(ada);
});

/** The address book changes that `work` publishes. */
async function changesDuring(work: () => Promise<unknown>): Promise<AddressBookChange[]> {
  const changes: AddressBookChange[] = [];
  const unsubscribe = await gateway.state.subscribe(ADDRESS_BOOK_CHANNEL, (message) => {
    changes.push(AddressBookChange.parse(message));
  });
  await work();
  await unsubscribe();
  return changes;
}

describe('characters', () => {
  it('are made with a slug from their name, and with a number behind it when it is taken', async () => {
    const name = `Ana María ${newSnowflake()}`;
    const slug = `ana-maria-${name.split(' ').at(-1)}`;

    const made = [await newCharacter(gateway, ada, { name }), await newCharacter(gateway, ada, { name })];

    expect(made.map((character) => character.slug)).toEqual([slug, `${slug}-2`]);
  });

  it('get different slugs when many of one name are made at once', async () => {
    const name = `Twin ${newSnowflake()}`;

    const made = await Promise.all(Array.from({ length: 4 }, () => newCharacter(gateway, newPerson(), { name })));

    expect(new Set(made.map((character) => character.slug)).size).toBe(4);
  });

  it('are refused with a slug that somebody has', async () => {
    const { slug } = await newCharacter(gateway, ada, { name: 'Taken' });

    const error = await rejection(newCharacter(gateway, newPerson('Ben'), { name: 'Other', slug }));

    expect(error).toMatchObject({ code: 'conflict', because: { reason: 'slug-taken', facts: { slug } } });
  });

  it('get another slug where a private one of somebody else has it, as if that did not exist', async () => {
    const { slug } = await newCharacter(gateway, ada, { name: `Hidden${newSnowflake()}`, isPublic: false });
    const ben = newPerson('Ben');

    const made = await newCharacter(gateway, ben, { name: 'Other', slug });
    const { id: characterId } = await newCharacter(gateway, ben, { name: 'Third' });
    const changed = await gateway.bot.call(updateCharacter, {
      caller: callerOf(ben),
      params: { characterId },
      body: { slug },
    });

    expect([made.slug, changed.slug]).toEqual([`${slug}-2`, `${slug}-3`]);
  });

  it.each(['everyone', 'HERE', '@everyone', 'ｈｅｒｅ', 'every\u200Bone', 'Tzurot'])(
    'cannot be called %j, which already means somebody else',
    async (name) => {
      await gateway.state.set(BOT_NAMES_KEY, ['Tzurot'], { ttlMs: 60_000 });
      const { id: characterId } = await newCharacter(gateway, ada);
      const refused = { code: 'invalid-input', because: { reason: 'reserved-name' } };

      expect(await rejection(newCharacter(gateway, ada, { name }))).toMatchObject(refused);
      expect(
        await rejection(gateway.bot.call(updateCharacter, { caller, params: { characterId }, body: { name } })),
      ).toMatchObject(refused);
    },
  );

  it('cannot take a reserved word as a slug, and get none from their name', async () => {
    const made = await newCharacter(gateway, ada, { name: 'Here!' });

    expect(made.slug).toMatch(/^here-\d+$/);
    expect(await rejection(newCharacter(gateway, ada, { slug: 'everyone' }))).toMatchObject({ code: 'invalid-input' });
  });

  it.each(['\u200B', '\u3164', '\u2800', '\u0000', '\uD83D', '\u{E0041}'])(
    'cannot be called %j, which nobody sees',
    async (name) => {
      const { id: characterId } = await newCharacter(gateway, ada);
      const refused = {
        code: 'invalid-input',
        details: { fields: [{ path: 'body.name' }] },
      };

      expect(await rejection(newCharacter(gateway, ada, { name }))).toMatchObject(refused);
      expect(
        await rejection(gateway.bot.call(updateCharacter, { caller, params: { characterId }, body: { name } })),
      ).toMatchObject(refused);
    },
  );

  it('tell whose names they share, but not those of private characters', async () => {
    const name = `Echo${newSnowflake()}`;
    await newCharacter(gateway, ada, { name, isPublic: false });
    const create = (isPublic: boolean) =>
      gateway.bot.call(createCharacter, { caller: callerOf(newPerson('Ben')), body: { name, isPublic } });

    const [alone, second] = [await create(true), await create(true)];

    expect([alone.sharedNames, second.sharedNames]).toEqual([[], [name]]);
  });

  it('keep what a change does not name', async () => {
    const { id: characterId } = await newCharacter(gateway, ada, {
      description: 'sly',
      personality: 'dry',
      avatarUrl: 'https://x.example/a.png',
    });

    const changed = await gateway.bot.call(updateCharacter, {
      caller,
      params: { characterId },
      body: { personality: '' },
    });

    expect(changed).toMatchObject({
      description: 'sly',
      personality: '',
      avatarUrl: 'https://x.example/a.png',
      isMine: true,
    });
  });

  it.each(['javascript:alert(1)', 'data:image/png;base64,aGk=', 'ftp://example.org/x.png', 'somewhere'])(
    'take no picture from %s',
    async (avatarUrl) => {
      const { id: characterId } = await newCharacter(gateway, ada);
      const change = { caller, params: { characterId }, body: { avatarUrl } };

      expect(await rejection(gateway.bot.call(updateCharacter, change))).toMatchObject({ code: 'invalid-input' });
    },
  );

  it('cannot be changed by others, who are told so only of public ones', async () => {
    const { id: characterId } = await newCharacter(gateway, ada, { name: 'Open' });
    const change = { caller: callerOf(newPerson('Ben')), params: { characterId }, body: { name: 'Mine' } };

    expect(await rejection(gateway.bot.call(updateCharacter, change))).toMatchObject({
      code: 'forbidden',
      because: { facts: { name: expect.stringContaining('Open') } },
    });
  });

  it('are listed with the own ones first, searched without wildcards, and paged', async () => {
    const mark = newSnowflake();
    await newCharacter(gateway, newPerson('Ben'), { name: `A ${mark}`, description: '🦊'.repeat(300) });
    await newCharacter(gateway, newPerson('Ben'), { name: `B ${mark}`, isPublic: false });
    await newCharacter(gateway, ada, { name: `C ${mark} 100%`, isPublic: false });
    const list = (query: object) => gateway.bot.call(listCharacters, { caller, query });

    const all = await list({ query: mark });
    const secondPage = await list({ query: mark, page: 2, pageSize: 1 });

    expect(all.items.map((item) => [item.name, item.isMine])).toEqual([
      [`C ${mark} 100%`, true],
      [`A ${mark}`, false],
    ]);
    expect(secondPage).toMatchObject({ page: 2, pages: 2, total: 2, items: [{ name: `A ${mark}` }] });
    expect((await list({ query: `${mark} 100%` })).total).toBe(1);
    expect((await list({ query: `${mark}_` })).total).toBe(0);
    expect((await list({ query: mark, filter: 'mine' })).total).toBe(1);
    expect((await list({ query: mark, filter: 'public' })).total).toBe(1);
  });
});

describe('the address book', () => {
  it('follows each change by one version, names included', async () => {
    const name = `Follow${newSnowflake()}`;
    let characterId = '';

    const changes = await changesDuring(async () => {
      characterId = (await newCharacter(gateway, ada, { name, isPublic: false })).id;
      await gateway.bot.call(updateCharacter, { caller, params: { characterId }, body: { description: 'no address' } });
      await gateway.bot.call(updateCharacter, {
        caller,
        params: { characterId },
        body: { name: 'New Name', isPublic: true },
      });
      await gateway.bot.call(deleteCharacter, { caller, params: { characterId } });
    });
    const book = await gateway.bot.call(getAddressBook);

    const [made, renamed, gone] = changes.map((change) => change.change);
    expect(changes.map((change) => change.version)).toEqual([book.version - 2, book.version - 1, book.version]);
    expect(made).toMatchObject({ kind: 'character', addressee: { characterId, name, ownerId: ada.id } });
    expect(made?.kind === 'character' && made.aliases.map((alias) => alias.name)).toEqual([name.toLowerCase(), name]);
    expect(renamed).toMatchObject({ kind: 'character', addressee: { name: 'New Name', isPublic: true } });
    expect(renamed?.kind === 'character' && renamed.aliases.map((alias) => alias.name)).toEqual([
      name.toLowerCase(),
      'New Name',
    ]);
    expect(gone).toEqual({ kind: 'character-gone', characterId });
  });

  it('holds every character, alias and activation', async () => {
    const { id: characterId, slug, name } = await newCharacter(gateway, ada, { name: 'Whole' });
    const [channelId, guildId] = [newSnowflake(), newSnowflake()];
    const staff = { ...caller, guildId, isStaff: true };
    await gateway.bot.call(activateChannel, { caller: staff, params: { channelId }, body: { characterId } });

    const book = await gateway.bot.call(getAddressBook);

    expect(book.addressees).toContainEqual({ personIds: [], characterId, slug, name, ownerId: ada.id, isPublic: true });
    expect(book.aliases.filter((alias) => alias.characterId === characterId).map((alias) => alias.name)).toEqual([
      slug,
      name,
    ]);
    expect(book.activations).toContainEqual({ channelId, characterIds: [characterId] });
  });
});

describe('channels', () => {
  it('are activated and deactivated by staff of their own server only', async () => {
    const { id: characterId } = await newCharacter(gateway, ada, { name: 'Host' });
    const [channelId, guildId] = [newSnowflake(), newSnowflake()];
    const staff = { ...caller, guildId, isStaff: true };
    const foreign = { ...staff, guildId: newSnowflake() };
    const params = { channelId };
    const outcomes: unknown[] = [];

    const changes = await changesDuring(async () => {
      outcomes.push(await gateway.bot.call(activateChannel, { caller: staff, params, body: { characterId } }));
      outcomes.push(await rejection(gateway.bot.call(deactivateChannel, { caller: foreign, params })));
      outcomes.push(await gateway.bot.call(deactivateChannel, { caller: staff, params }));
      outcomes.push(await gateway.bot.call(deactivateChannel, { caller: staff, params }));
    });

    expect(outcomes).toEqual([
      { characterName: 'Host', isPublic: true, others: [] },
      expect.objectContaining({ code: 'forbidden' }),
      { characterNames: ['Host'], remaining: [] },
      { characterNames: [], remaining: [] },
    ]);
    expect(changes.map((change) => change.change)).toEqual([
      { kind: 'activation', channelId, characterIds: [characterId] },
      { kind: 'activation', channelId, characterIds: [] },
    ]);
  });

  it('that are DMs are listed once they were talked in, the latest first', async () => {
    const { id: characterId } = await newCharacter(gateway, ada, { name: 'Pen pal' });
    const [first, second] = [newDm(), newDm()];
    await accept(gateway, newTrigger(ada, first), characterId);
    await accept(gateway, newTrigger(ada, second), characterId);

    const { channelIds } = await gateway.bot.call(listDmChannels);

    expect(channelIds.slice(0, 2)).toEqual([second.channelId, first.channelId]);
  });

  it('keep the webhook of a channel sealed, give it to turns in its threads, and forget it', async () => {
    const { id: characterId } = await newCharacter(gateway, ada, { name: 'Threaded' });
    const channelId = newSnowflake();
    const webhook = { id: newSnowflake(), token: 'webhook-token-in-clear', channelId };
    const thread = newChannel({ kind: 'thread', parentId: channelId });
    await gateway.worker.call(putWebhook, { params: { channelId }, body: { webhook } });

    const inThread = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, thread), characterId));
    await gateway.worker.call(putWebhook, { params: { channelId }, body: { webhook: null } });
    const later = await openForSure(
      gateway,
      await acceptOne(gateway, newTrigger(ada, newChannel({ channelId })), characterId),
    );

    expect(inThread.webhook).toEqual(webhook);
    expect(later.webhook).toBeNull();
  });

  it('refuse a webhook of another channel', async () => {
    const webhook = { id: newSnowflake(), token: 'x', channelId: newSnowflake() };

    const error = await rejection(
      gateway.worker.call(putWebhook, { params: { channelId: newSnowflake() }, body: { webhook } }),
    );

    expect(error).toMatchObject({ code: 'invalid-input' });
  });
});

describe('personas', () => {
  it('begin with one from the Discord name, which stays when the name changes', async () => {
    await gateway.bot.call(listPersonas, { caller });

    const { items } = await gateway.bot.call(listPersonas, { caller: { ...caller, name: 'Ada renamed' } });

    expect(items).toMatchObject([{ name: 'Ada', isDefault: true }]);
  });

  it('are how characters know a person, from the next turn on', async () => {
    const { id: characterId } = await newCharacter(gateway, ada);
    const persona = await gateway.bot.call(createPersona, { caller, body: { name: 'Captain', pronouns: 'they/them' } });
    const before = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), characterId));
    await gateway.bot.call(makePersonaDefault, { caller, params: { personaId: persona.id } });
    await gateway.bot.call(updatePersona, { caller, params: { personaId: persona.id }, body: { about: 'sails' } });

    const after = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), characterId));

    expect(before.persona.name).toBe('Ada');
    expect(after.persona).toEqual({ id: persona.id, name: 'Captain', pronouns: 'they/them', about: 'sails' });
    expect((await gateway.bot.call(listPersonas, { caller })).items.map((item) => item.name)).toEqual([
      'Captain',
      'Ada',
    ]);
  });

  it('are limited, also when many are made at once', async () => {
    const room = 3;
    // One persona is there from the start.
    for (let index = 1; index < MAX_PERSONAS_PER_USER - room; index++) {
      await gateway.bot.call(createPersona, { caller, body: { name: `P${index}` } });
    }

    const attempts = Array.from({ length: room + 3 }, (_unused, index) =>
      gateway.bot.call(createPersona, { caller, body: { name: `Q${index}` } }).then(
        () => 'made',
        (error: { code: string }) => error.code,
      ),
    );
    const outcomes = await Promise.all(attempts);

    expect(outcomes.toSorted()).toEqual([...Array(3).fill('limit-reached'), ...Array(room).fill('made')]);
  });
});

describe('presets', () => {
  const draft = { name: 'Mine', vendor: 'local', model: 'local/echo' };

  it('choose the model of the next turn once they are the default', async () => {
    await giveKey(gateway, ada);
    const { id: characterId } = await newCharacter(gateway, ada);
    const preset = await gateway.bot.call(createPreset, {
      caller,
      body: { ...draft, parameters: { temperature: 0.5 }, makeDefault: true },
    });
    const turn = async () =>
      (await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), characterId))).preset;

    const chosen = await turn();
    await gateway.bot.call(choosePreset, { caller, params: { tier: 'user' }, body: { presetId: null } });

    expect(preset.isDefault).toBe(true);
    expect(chosen).toMatchObject({
      source: 'user',
      name: 'Mine',
      model: 'local/echo',
      parameters: { temperature: 0.5 },
    });
    expect(await turn()).toMatchObject({ source: 'built-in' });
  });

  it('are chosen at every tier, nearest first, and say where they are used', async () => {
    await giveKey(gateway, ada);
    const { id: characterId } = await newCharacter(gateway, ada);
    const channel = newChannel();
    const { channelId } = channel;
    const staff = { ...caller, guildId: channel.guildId ?? '', isStaff: true, isOperator: true };
    const make = async (name: string) =>
      (await gateway.bot.call(createPreset, { caller: staff, body: { ...draft, name } })).id;
    const { id: global } = await gateway.bot.call(createGlobalPreset, {
      caller: staff,
      body: { ...draft, name: 'global' },
    });
    await gateway.bot.call(chooseGlobalPreset, {
      caller: staff,
      params: { tier: 'global' },
      body: { presetId: global },
    });
    await gateway.bot.call(chooseGlobalPreset, {
      caller: staff,
      params: { tier: 'guest' },
      body: { presetId: global },
    });
    const guild = await make('guild');
    await gateway.bot.call(chooseServerPreset, { caller: staff, params: { tier: 'guild' }, body: { presetId: guild } });
    const inForce = async () => {
      const chosen = await gateway.bot.call(listPresetChoices, { caller: staff, query: { characterId, channelId } });
      return [chosen.effective?.source, chosen.effective?.name];
    };
    const seen = [await inForce()];
    for (const tier of ['character', 'user', 'user-character'] as const) {
      if (tier === 'user') {
        await gateway.bot.call(chooseServerPreset, {
          caller: staff,
          params: { tier: 'channel' },
          body: { presetId: await make('channel'), channelId },
        });
        seen.push(await inForce());
      }
      const body = { presetId: await make(tier), characterId };
      await gateway.bot.call(choosePreset, { caller: staff, params: { tier }, body });
      seen.push(await inForce());
    }

    const { items } = await gateway.bot.call(listPresetChoices, { caller: staff, query: { characterId, channelId } });
    const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, channel), characterId));
    const uses = await gateway.bot.call(listPresetUses, { caller: staff, params: { presetId: guild } });

    expect(seen).toEqual([
      ['guild', 'guild'],
      ['character', 'character'],
      ['channel', 'channel'],
      ['user', 'user'],
      ['user-character', 'user-character'],
    ]);
    expect(items.map(({ tier }) => tier)).toEqual([...PRESET_TIERS, 'guest']);
    expect(turn.preset).toMatchObject({ source: 'user-character', name: 'user-character' });
    expect(uses).toMatchObject({ isServerDefault: true, isDefault: false, channelIds: [] });
    await gateway.bot.call(deletePreset, { caller: staff, params: { presetId: global } });
  });

  it("serve guests with the operator's choice, and only where the operator has a key", async () => {
    const operator = { ...caller, isOperator: true };
    const make = async (vendor: string) =>
      (await gateway.bot.call(createGlobalPreset, { caller: operator, body: { ...draft, name: vendor, vendor } })).id;
    const [free, keyless] = [await make('local'), await make('openai')];
    const choose = (presetId: string | null) =>
      gateway.bot.call(chooseGlobalPreset, { caller: operator, params: { tier: 'guest' }, body: { presetId } });
    const { id: characterId } = await newCharacter(gateway, ada);

    await choose(free);
    const refused = await rejection(choose(keyless));
    const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), characterId));

    expect(refused).toMatchObject({ because: { reason: 'preset-serves-no-guests' } });
    expect(turn).toMatchObject({ refusal: null, preset: { source: 'guest', name: 'local' }, payer: { kind: 'free' } });
    for (const presetId of [free, keyless]) {
      await gateway.bot.call(deletePreset, { caller: operator, params: { presetId } });
    }
  });

  it('that are deleted leave their place to the next tier', async () => {
    const made = await gateway.bot.call(createPreset, { caller, body: { ...draft, makeDefault: true } });

    await gateway.bot.call(deletePreset, { caller, params: { presetId: made.id } });

    const { items } = await gateway.bot.call(listPresetChoices, { caller });
    expect(items).toEqual([]);
  });

  it('keep what a change does not name', async () => {
    const made = await gateway.bot.call(createPreset, {
      caller,
      body: { ...draft, description: 'x', contextTokens: 4_096 },
    });

    const changed = await gateway.bot.call(updatePreset, {
      caller,
      params: { presetId: made.id },
      body: { parameters: { top_k: 3 } },
    });

    expect(changed).toEqual({ ...made, parameters: { top_k: 3 } });
  });

  it('know no vendor that there is not', async () => {
    const error = await rejection(gateway.bot.call(createPreset, { caller, body: { ...draft, vendor: 'nobody' } }));

    expect(error).toMatchObject({
      code: 'invalid-input',
      because: { facts: { offered: expect.stringContaining('openrouter') } },
    });
  });

  it('that are global are read by all and changed by operators', async () => {
    const presetId = randomUUID();
    await gateway.database.pool.query(
      `INSERT INTO presets (id, is_global, name, vendor, model, context_tokens) VALUES ($1, true, 'House', 'local', 'local/story', 8192)`,
      [presetId],
    );
    const change = { params: { presetId }, body: { description: 'for all' } };

    const listed = (await gateway.bot.call(listPresets, { caller })).items.find((preset) => preset.id === presetId);
    const refused = await rejection(gateway.bot.call(updatePreset, { caller, ...change }));
    const changed = await gateway.bot.call(updatePreset, { caller: { ...caller, isOperator: true }, ...change });

    expect(listed).toMatchObject({ isGlobal: true, isMine: false });
    expect(refused).toMatchObject({ code: 'forbidden' });
    expect(changed).toMatchObject({ description: 'for all', isMine: true });
  });
});

async function statuses(): Promise<string[]> {
  const { items } = await gateway.bot.call(listWalletKeys, { caller });
  return items.map((item) => `${item.hint} ${item.status}`);
}

describe('a cap', () => {
  const cap = { dayUsd: 1, monthUsd: null, dayTokens: null, monthTokens: null };
  const spend = async (turn: OpenTurn, costUsd: number) =>
    gateway.worker.call(recordUsage, {
      body: { spentOn: { turnId: turn.turnId }, calls: [{ ...usageOf(turn), costUsd }] },
    });
  const next = async (characterId: string) =>
    openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), characterId));

  it('warns once at 80 %, then refuses the turn and the key until it starts again', async () => {
    const keyId = await giveKey(gateway, ada);
    const { id: characterId } = await newCharacter(gateway, ada);
    await gateway.bot.call(setKeyCap, { caller, params: { vendor: 'local' }, body: cap });
    const first = await next(characterId);
    await spend(first, 0.85);

    const [warned, again] = [await next(characterId), await next(characterId)];
    await spend(again, 0.2);
    const refused = await next(characterId);
    const call = await rejection(gateway.worker.call(revealWalletKey, { params: { keyId } }));
    const look = await gateway.worker.call(revealWalletKey, { params: { keyId }, body: { purpose: 'look' } });
    const { items } = await gateway.bot.call(listWalletKeys, { caller });

    expect(first).toMatchObject({ capWarning: null, refusal: null });
    expect(warned.capWarning).toMatchObject({ vendor: 'Local', period: 'day', unit: 'usd', limit: 1, share: 0.85 });
    expect(again).toMatchObject({ capWarning: null, refusal: null });
    expect(refused.refusal).toMatchObject({ reason: 'cap-reached', vendorId: 'local', cap: { period: 'day' } });
    expect(call).toMatchObject({ code: 'limit-reached', because: { reason: 'cap-reached' } });
    expect(look).toMatchObject({ vendor: 'local' });
    expect(items[0]).toMatchObject({ cap, spent: { dayUsd: 1.05, monthUsd: 1.05, dayTokens: 220 } });
  });

  it('lets the next turn through once it is raised', async () => {
    await giveKey(gateway, ada);
    const { id: characterId } = await newCharacter(gateway, ada);
    const set = (dayTokens: number | null) =>
      gateway.bot.call(setKeyCap, { caller, params: { vendor: 'local' }, body: { ...cap, dayUsd: null, dayTokens } });
    await set(1_000);
    const turn = await next(characterId);
    for (let call = 1; call <= 10; call += 1) await spend(turn, 0);
    const before = await next(characterId);

    await set(null);

    expect(before.refusal).toMatchObject({ reason: 'cap-reached', cap: { unit: 'tokens' } });
    expect((await next(characterId)).refusal).toBeNull();
  });

  it('in money is refused where the vendor does not tell what a call costs', async () => {
    const refused = gateway.bot.call(setKeyCap, { caller, params: { vendor: 'openai' }, body: cap });

    expect(await rejection(refused)).toMatchObject({ because: { reason: 'cap-needs-tokens' } });
  });
});

describe('what somebody says of themselves', () => {
  it('reaches the turn: zone, birthday, and the persona that they chose for the character', async () => {
    await giveKey(gateway, ada);
    const { id: characterId } = await newCharacter(gateway, ada);
    const persona = await gateway.bot.call(createPersona, {
      caller,
      body: { name: 'Ranger', preferredName: 'Strider', about: 'Walks.' },
    });
    const facts = { timezone: 'Europe/Berlin', birthday: { month: 2, day: 9 } };
    const next = async () => openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), characterId));

    expect(await gateway.bot.call(changeOwnFacts, { caller, body: facts })).toEqual(facts);
    await gateway.bot.call(choosePersona, { caller, params: { characterId }, body: { personaId: persona.id } });
    const turn = await next();
    const { items } = await gateway.bot.call(listPersonas, { caller });
    await gateway.bot.call(deletePersona, { caller, params: { personaId: persona.id } });

    expect(turn.persona).toEqual({
      id: persona.id,
      name: 'Strider',
      pronouns: '',
      about: 'Walks.',
      timezone: 'Europe/Berlin',
      birthday: '02-09',
    });
    expect(items.find(({ id }) => id === persona.id)).toMatchObject({ withCharacters: ['Lilith'] });
    expect((await next()).persona.name).toBe('Ada');
  });

  it('is refused where there is no such zone or day, and the default persona stays', async () => {
    const change = (body: object) => rejection(gateway.bot.call(changeOwnFacts, { caller, body }));
    const { items } = await gateway.bot.call(listPersonas, { caller });
    const params = { personaId: items[0]?.id ?? '' };

    expect([await change({ timezone: 'Mars/Base' }), await change({ birthday: { month: 2, day: 30 } })]).toMatchObject([
      { code: 'invalid-input' },
      { code: 'invalid-input' },
    ]);
    expect(await rejection(gateway.bot.call(deletePersona, { caller, params }))).toMatchObject({
      because: { reason: 'persona-is-default' },
    });
  });
});

describe('a channel that is reset', () => {
  it('shows nothing from before to any turn, and everything again once it is taken back', async () => {
    await giveKey(gateway, ada);
    const { id: characterId } = await newCharacter(gateway, ada);
    const place = newChannel();
    await exchange(gateway, newTrigger(ada, place), characterId, 'Hush.');
    const staff = { ...caller, guildId: place.guildId ?? '', isStaff: true };
    const reset = (undo: boolean) =>
      gateway.bot.call(resetChannelHistory, { caller: staff, params: { channelId: place.channelId }, body: { undo } });
    const seen = async () => {
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), characterId));
      await say(gateway, turn, 'Yes.');
      return turn.history.length;
    };

    await gateway.database.pool.query('UPDATE history_lines SET message_id = 1 WHERE channel_id = $1', [
      place.channelId,
    ]);
    await reset(false);
    const after = await seen();
    await reset(true);

    expect(after).toBe(0);
    expect(await seen()).toBeGreaterThanOrEqual(2);
    expect(await gateway.bot.call(readHistoryStats, { caller, params: { characterId } })).toMatchObject({
      characterName: 'Lilith',
      hiddenLines: 0,
      since: null,
    });
  });
});

describe('usage', () => {
  const operator = { id: newSnowflake(), name: 'Op', isOperator: true };

  it('is summed once per call, by day, model, character, payer, person and server, for each of the periods', async () => {
    await giveKey(gateway, ada);
    const { id: characterId } = await newCharacter(gateway, ada);
    const place = newChannel();
    const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), characterId));
    const call = { ...usageOf(turn), costUsd: 0.25 };
    const failed = { ...usageOf(turn), outcome: 'failed' as const };
    const body = { spentOn: { turnId: turn.turnId }, calls: [call, failed] };
    await gateway.worker.call(recordUsage, { body });
    await gateway.worker.call(recordUsage, { body });

    const total = { calls: 2, failedCalls: 1, promptTokens: 200, completionTokens: 20, costUsd: 0.25 };
    for (const period of USAGE_PERIODS) {
      const { report } = await gateway.bot.call(readOwnUsage, { caller, query: { period } });
      expect(report).toMatchObject({
        total,
        steps: [total],
        models: [{ key: `local/${turn.preset.model}`, ...total }],
        characters: [{ key: characterId, name: 'Lilith', ...total }],
        payers: [{ key: 'user', ...total }],
        people: [],
        servers: [],
      });
      const all = await gateway.bot.call(readAllUsage, { caller: operator, query: { period } });
      expect(all.people.find(({ key }) => key === ada.id)).toMatchObject({ name: 'Ada', ...total });
      expect(all.servers.find(({ key }) => key === place.guildId)).toMatchObject(total);
    }
  });

  it('of everybody is for operators', async () => {
    expect(await rejection(gateway.bot.call(readAllUsage, { caller }))).toMatchObject({
      because: { reason: 'operator-only' },
    });
  });
});

describe('the wallet', () => {
  it.each(['abc', 'with a space', 'local-🦊🦊🦊🦊', 'two\nlines', ' '.repeat(8)])(
    'takes no key that no vendor can have made: %j',
    async (wrong) => {
      expect(await rejection(set(wrong))).toMatchObject({ code: 'invalid-input' });
    },
  );

  const key = 'local-abcdefghijkl-1234';
  const set = (given = key) => gateway.bot.call(setWalletKey, { caller, body: { vendor: 'local', key: given } });

  it("keeps the address of a vendor of somebody's own beside its key, and asks for a public one", async () => {
    const body = { vendor: 'compatible', key };
    const tries = ['http://models.example/v1', 'https://ada:secret@models.example/v1', 'https://models.example/v1?k=1'];

    const kept = await gateway.bot.call(setWalletKey, {
      caller,
      body: { ...body, address: 'https://models.example/v1/' },
    });
    const revealed = await gateway.worker.call(revealWalletKey, { params: { keyId: kept.id } });
    const refused = await Promise.all(
      [{}, ...tries.map((address) => ({ address }))].map((more) =>
        rejection(gateway.bot.call(setWalletKey, { caller, body: { ...body, ...more } })),
      ),
    );

    expect(revealed).toEqual({ vendor: 'compatible', key, address: 'https://models.example/v1' });
    expect(refused.map((error) => toAppError(error).code)).toEqual(Array.from(refused, () => 'invalid-input'));
  });

  it('sends a key nowhere but to the address it was kept with', async () => {
    const body = { vendor: 'compatible', key, address: 'https://models.example/v1' };
    const { id } = await gateway.bot.call(setWalletKey, { caller, body });
    await gateway.database.pool.query("UPDATE wallet_keys SET address = 'https://thief.example' WHERE id = $1", [id]);

    const revealed = gateway.worker.call(revealWalletKey, { params: { keyId: id } });

    await expect(revealed).rejects.toMatchObject({ code: 'internal' });
  });

  it('keeps a key sealed and pending until its vendor accepts it', async () => {
    const pending = await set();
    const before = await statuses();
    const revealed = await gateway.worker.call(revealWalletKey, { params: { keyId: pending.id } });
    const { rows } = await gateway.database.pool.query(
      'SELECT row_to_json(k)::text AS row FROM wallet_keys k WHERE id = $1',
      [pending.id],
    );

    const judged = await gateway.worker.call(judgeWalletKey, {
      params: { keyId: pending.id },
      body: { isAccepted: true },
    });

    expect(before).toEqual(['1234 pending']);
    expect(revealed).toEqual({ vendor: 'local', key, address: null });
    expect(JSON.stringify(rows)).not.toContain('abcdefghijkl');
    expect(JSON.stringify(gateway.log.lines)).not.toContain('abcdefghijkl');
    expect(judged).toEqual({ status: 'active' });
    expect(await statuses()).toEqual(['1234 active']);
  });

  it('replaces the active key when the new one is accepted, and not before', async () => {
    await giveKey(gateway, ada);
    const second = await set('local-another-long-key-5678');
    const during = await statuses();

    await gateway.worker.call(judgeWalletKey, { params: { keyId: second.id }, body: { isAccepted: true } });

    expect(during).toHaveLength(2);
    expect(await statuses()).toEqual(['5678 active']);
  });

  it('forgets a pending key that is refused, and shows a working one that is refused later', async () => {
    const active = await giveKey(gateway, ada);
    const pending = await set();
    const judge = (keyId: string) =>
      gateway.worker.call(judgeWalletKey, { params: { keyId }, body: { isAccepted: false } });

    const first = await judge(pending.id);
    const again = await judge(pending.id);
    const later = await judge(active);

    expect([first, again, later].map((verdict) => verdict.status)).toEqual(['rejected', 'gone', 'rejected']);
    expect((await gateway.bot.call(listWalletKeys, { caller })).items).toMatchObject([
      { id: active, status: 'rejected' },
    ]);
    expect(await rejection(gateway.worker.call(revealWalletKey, { params: { keyId: active } }))).toMatchObject({
      code: 'not-found',
    });
  });

  it('lets a pending key vanish after its time', async () => {
    const { id: keyId } = await set();
    await gateway.database.pool.query(`UPDATE wallet_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      keyId,
    ]);

    expect(await statuses()).toEqual([]);
    expect(await rejection(gateway.worker.call(revealWalletKey, { params: { keyId } }))).toMatchObject({
      code: 'not-found',
    });
    expect(await gateway.worker.call(judgeWalletKey, { params: { keyId }, body: { isAccepted: true } })).toEqual({
      status: 'gone',
    });
  });

  it('forgets everything of a vendor when asked to', async () => {
    await giveKey(gateway, ada);
    await set();

    const removed = await gateway.bot.call(removeWalletKey, { caller, params: { vendor: 'local' } });

    expect(removed).toEqual({ removed: 2 });
    expect(await statuses()).toEqual([]);
  });

  it('hints at no short key, and takes none for a vendor that needs none', async () => {
    const error = await rejection(gateway.bot.call(setWalletKey, { caller, body: { vendor: 'ollama', key } }));

    expect((await set('local-x')).hint).toBe('');
    expect(error).toMatchObject({ code: 'invalid-input' });
  });
});

describe('history', () => {
  it('is cleared for one person, and put back once', async () => {
    const ben = newPerson('Ben');
    await giveKey(gateway, ada);
    const { id: characterId } = await newCharacter(gateway, ada, { name: 'Keeper' });
    const place = newChannel();
    const params = { characterId };
    await exchange(gateway, newTrigger(ada, place, { content: 'old' }), characterId, 'noted');
    const seenBy = async (person: TestPerson) => {
      const turnId = await acceptOne(gateway, newTrigger(person, place), characterId);
      const turn = await openForSure(gateway, turnId);
      await gateway.database.pool.query(
        `UPDATE turns SET stage = 'failed', ended_at = now(), due_at = NULL WHERE id = $1`,
        [turnId],
      );
      return turn;
    };

    const cleared = await gateway.bot.call(clearHistory, { caller, params });
    const afterClear = await seenBy(ada);
    const ofBen = await seenBy(ben);
    const undone = await gateway.bot.call(undoClearHistory, { caller, params });
    const afterUndo = await seenBy(ada);
    const undoneTwice = await rejection(gateway.bot.call(undoClearHistory, { caller, params }));

    expect(cleared).toMatchObject({ characterName: 'Keeper', hiddenLines: 2 });
    expect(afterClear.history).toEqual([]);
    expect(afterClear.epoch).not.toBeNull();
    expect(ofBen.history.map((line) => line.text)).toEqual(['old', 'noted']);
    expect(undone).toEqual({ characterName: 'Keeper', since: null });
    expect(afterUndo.history.map((line) => line.text)).toEqual(['old', 'noted']);
    expect(undoneTwice).toMatchObject({ code: 'conflict', because: { facts: { character: 'Keeper' } } });
  });

  it('is cleared behind the last line where the clock of Discord is ahead of ours', async () => {
    await giveKey(gateway, ada);
    const { id: characterId } = await newCharacter(gateway, ada, { name: 'Tomorrow' });
    const place = newChannel();
    const future = '9000000000000000000';
    await exchange(gateway, newTrigger(ada, place, { id: future }), characterId, 'hi');

    await gateway.bot.call(clearHistory, { caller, params: { characterId } });

    const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), characterId));
    expect(turn.history).toEqual([]);
    expect(BigInt(turn.epoch ?? 0)).toBeGreaterThan(BigInt(future));
  });
});

describe('marks', () => {
  it('only move forward', async () => {
    const params = { shardId: 7 };
    const put = (mark: string) => gateway.bot.call(putMark, { params, body: { mark } });
    const [older, newer] = ['99999999999999999', '100000000000000000'];

    const before = await gateway.bot.call(getMark, { params });
    await put(newer);
    await put(older);

    expect(before).toEqual({ mark: null });
    expect(await gateway.bot.call(getMark, { params })).toEqual({ mark: newer });
  });
});

it('says how the database is doing', async () => {
  const status = await gateway.bot.call(getStatus, { caller: { ...caller, isOperator: true } });

  expect(status).toMatchObject({ hasVectors: true, counts: { characters: expect.any(Number) } });
  expect(status.counts.users).toBeGreaterThan(0);
});
