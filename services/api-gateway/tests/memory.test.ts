import { randomUUID } from 'node:crypto';
import {
  clearHistory,
  countMemories,
  createPersona,
  type Embedding,
  forgetMemory,
  forgetMessages,
  getMemoryModes,
  listMemories,
  type MemoryModes,
  makePersonaDefault,
  type Place,
  purgeMemories,
  type Question,
  type RouteInput,
  recallMemories,
  setMemoryModes,
  snowflakeAt,
  updateMemory,
} from '@tzurot/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
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
  spaceOf,
  type TestPerson,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
let lilithId: string;

beforeAll(async () => {
  gateway = await startGateway({ GUEST_VENDOR: 'local', GUEST_MODEL: 'local/story' });
  lilithId = (await newCharacter(gateway, newPerson('Operator'), { name: 'Lilith' })).id;
});
afterAll(() => gateway.stop());

interface Asking {
  maxTokens?: number;
  excludeMessageIds?: string[];
  around?: Question['around'];
  characterId?: string;
  embedding?: Embedding;
}

/** What a person's question in a place brings back, best first. */
async function ask(person: TestPerson, place: Place, query: string, { characterId = lilithId, ...more }: Asking = {}) {
  const turnId = await acceptOne(gateway, newTrigger(person, place, { content: query }), characterId);
  const { fence } = await openForSure(gateway, turnId);
  const { memories } = await gateway.worker.call(recallMemories, {
    params: { turnId },
    body: { fence, query, maxTokens: 2_000, excludeMessageIds: [], ...more },
  });
  await gateway.database.pool.query(
    `UPDATE turns SET stage = 'failed', ended_at = now(), due_at = NULL WHERE id = $1`,
    [turnId],
  );
  return memories;
}

const tell = async (person: TestPerson, place: Place, content: string, kind: 'message' | 'command' = 'message') => {
  const trigger = newTrigger(person, place, { content, kind });
  await exchange(gateway, trigger, lilithId, 'I shall remember.');
  return trigger;
};

describe('recall', () => {
  it('finds what the person said before, with who said it and where it stands', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    const told = await tell(ada, place, 'My dog is called Biscuit.');
    for (const text of ['I like rain.', 'The library is quiet.', 'We sail on Monday.'])
      await tell(ada, newChannel({ guildId: place.guildId }), text);

    const [best] = await ask(ada, place, 'What is the name of my dog?');

    expect(best).toMatchObject({
      text: 'My dog is called Biscuit.',
      speakerName: 'Ada',
      score: 1,
      messageIds: [told.id],
    });
  });

  it('is of the asking person with this character only', async () => {
    const [ada, ben] = [newPerson('Ada'), newPerson('Ben')];
    const pip = await newCharacter(gateway, ada, { name: 'Pip' });
    const place = newChannel();
    await tell(ada, place, 'My dog is called Biscuit.');

    expect(await ask(ben, place, 'What is the dog called?')).toEqual([]);
    expect(await ask(ada, place, 'What is the dog called?', { characterId: pip.id })).toEqual([]);
  });

  it('is of the persona that is spoken as', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    await tell(ada, place, 'My dog is called Biscuit.');
    const mask = await gateway.bot.call(createPersona, { caller: callerOf(ada), body: { name: 'Mask' } });
    await gateway.bot.call(makePersonaDefault, { caller: callerOf(ada), params: { personaId: mask.id } });

    expect(await ask(ada, place, 'What is the dog called?')).toEqual([]);
  });

  it('leaves out what the scene shows already', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    const told = await tell(ada, place, 'My dog is called Biscuit.');

    const memories = await ask(ada, place, 'What is the dog called?', { excludeMessageIds: [told.id] });

    expect(memories.map((memory) => memory.text)).not.toContain('My dog is called Biscuit.');
  });

  it('fits the budget, the best first', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    await tell(ada, place, 'My dog is called Biscuit.');
    await tell(ada, place, `My dog ${'runs and '.repeat(60)}sleeps.`);

    const little = await ask(ada, place, 'What is my dog called?', { maxTokens: 30 });

    expect(little.map((memory) => memory.text)).toContain('My dog is called Biscuit.');
    expect(little.every((memory) => memory.text.length < 120)).toBe(true);
    expect(await ask(ada, place, 'What is my dog called?', { maxTokens: 0 })).toEqual([]);
  });

  it('finds nothing for a question without words of its own, unless those around it have some', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    await tell(ada, place, 'My dog is called Biscuit.');
    const maxTokens = 24;
    const around = [{ id: newSnowflake(), text: 'We spoke of the dog.' }];

    expect(await ask(ada, place, '', { maxTokens })).toEqual([]);
    expect(await ask(ada, place, 'and then?', { maxTokens })).toEqual([]);
    const [found] = await ask(ada, place, 'and then?', { maxTokens, around });
    expect(found?.text).toBe('My dog is called Biscuit.');
  });

  it('shows everything that may be seen when it fits, without choosing', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    await tell(ada, place, 'My dog is called Biscuit.');
    await tell(ada, newDm(), 'I like rain.');

    const memories = await ask(ada, place, 'What is new at sea?');

    expect(memories.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['My dog is called Biscuit.', 'I shall remember.']),
    );
    expect(memories).toHaveLength(2);
  });

  it('forgets what a withdrawn message said', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    const told = await tell(ada, place, 'My dog is called Biscuit.');
    const commanded = await tell(ada, place, 'My dog is called Crumb.', 'command');
    for (const { id } of [told, commanded]) {
      await gateway.bot.call(forgetMessages, { body: { messageIds: [id] } });
    }

    const memories = await ask(ada, place, 'What is the dog called?');

    expect(memories.map((memory) => memory.text).join()).not.toMatch(/Biscuit|Crumb/);
  });

  it('comes with the turn when the question does, without what its history shows', async () => {
    const ada = newPerson('Ada');
    const elsewhere = newChannel();
    const place = newChannel({ ...elsewhere, channelId: newSnowflake(), quotableChannelIds: [elsewhere.channelId] });
    await tell(ada, elsewhere, 'My dog is called Biscuit.');
    await tell(ada, place, 'My dog likes Sundays.');
    const trigger = newTrigger(ada, place, { content: 'What is my dog called?' });
    const turnId = await acceptOne(gateway, trigger, lilithId);

    const turn = await openForSure(gateway, turnId, { query: trigger.content, excludeMessageIds: [trigger.id] });

    expect(turn.history.map(({ text }) => text)).toContain('My dog likes Sundays.');
    expect(turn.memories?.map(({ text }) => text)).toContain('My dog is called Biscuit.');
    expect(turn.memories?.map(({ text }) => text)).not.toContain('My dog likes Sundays.');
  });

  it('finds what an epoch hides, although it still stands in the channel', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    const told = await tell(ada, place, 'My dog is called Rex.');
    await gateway.bot.call(clearHistory, { caller: callerOf(ada), params: { characterId: lilithId } });
    const later = BigInt(snowflakeAt(Date.now())) + (60_000n << 22n);
    const trigger = newTrigger(ada, place, { id: String(later), content: 'Do you remember my dog?' });
    const turnId = await acceptOne(gateway, trigger, lilithId);

    const turn = await openForSure(gateway, turnId, {
      query: trigger.content,
      excludeMessageIds: [trigger.id, told.id],
    });

    expect(turn.history).toEqual([]);
    expect(turn.memories?.map(({ text }) => text)).toContain('My dog is called Rex.');
  });

  it('is refused under an old lease', async () => {
    const turnId = await acceptOne(gateway, newTrigger(newPerson(), newChannel()), lilithId);
    const { fence } = await openForSure(gateway, turnId);
    const body = { fence: fence + 1, query: 'dog', maxTokens: 100, excludeMessageIds: [] };

    const error = await gateway.worker
      .call(recallMemories, { params: { turnId }, body })
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'stale-lease' });
  });
});

/** Whether everyone who will read in `there`, as bot-client judged it now, may read what was said in `said`. */
function mayKnow(said: Place, there: Place): boolean {
  if (there.kind === 'dm') return there.guildId === undefined && there.reach === 'owner_dm';
  const isInServer = (place: Place) => place.kind !== 'dm' && place.guildId !== undefined && place.reach !== 'owner_dm';
  if (!isInServer(there) || !isInServer(said) || said.guildId !== there.guildId) return false;
  const readable = [there.channelId, there.parentId, ...there.quotableChannelIds];
  return readable.includes(said.channelId) || (said.reach === 'guild' && readable.includes(said.parentId ?? 'none'));
}

/** Gives everything that a person said the same vector, so that each is as near to a question as can be. */
async function embedAllAlike(person: TestPerson): Promise<Embedding> {
  const space = spaceOf('local');
  const vector = Array.from({ length: 384 }, () => 1);
  await gateway.database.pool.query(
    `INSERT INTO memory_vectors (owner_id, exchange_id, space, embedding)
     SELECT DISTINCT owner_id, exchange_id, $2, $3::vector FROM memory_items WHERE person_id = $1`,
    [person.id, space, JSON.stringify(vector)],
  );
  return { space, vector };
}

describe('what people do with their memories', () => {
  const mine = (person: TestPerson, query: RouteInput<typeof listMemories>['query'] = {}) =>
    gateway.bot.call(listMemories, { caller: callerOf(person), query });
  const textsOf = ({ items }: { items: { text: string }[] }) => items.map(({ text }) => text);

  it('finds words in any form, one character, one message, and nobody else', async () => {
    const [ada, ben] = [newPerson('Ada'), newPerson('Ben')];
    const told = await tell(ada, newChannel(), 'Yesterday I bought a lantern.');
    await tell(ada, newDm(), 'I like rain.');

    expect(textsOf(await mine(ada, { query: 'buy lanterns' }))).toEqual(['Yesterday I bought a lantern.']);
    expect(textsOf(await mine(ada, { query: 'yesterday i' }))).toEqual(['Yesterday I bought a lantern.']);
    expect(textsOf(await mine(ada, { messageId: told.id }))).toEqual(['Yesterday I bought a lantern.']);
    expect((await mine(ada, { characterId: lilithId, pageSize: 1, page: 2 })).total).toBe(4);
    expect((await mine(ben)).items).toEqual([]);
  });

  it('recalls an edited memory by its new words alone', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    await tell(ada, place, 'My dog is called Biscuit.');
    const [memory] = (await mine(ada, { query: 'Biscuit' })).items;

    await gateway.bot.call(updateMemory, {
      caller: callerOf(ada),
      params: { memoryId: memory?.id ?? '' },
      body: { text: 'My dog is called Crumb.' },
    });

    expect((await ask(ada, place, 'What is my dog called?'))[0]?.text).toBe('My dog is called Crumb.');
    expect((await mine(ada, { query: 'Biscuit' })).items).toEqual([]);
  });

  it('shows what is pinned whatever is asked, and to no more people', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    await tell(ada, place, 'I am allergic to walnuts.');
    for (const text of ['I like rain.', 'We sail on Monday.']) await tell(ada, place, text);
    const [memory] = (await mine(ada, { query: 'walnuts' })).items;

    await gateway.bot.call(updateMemory, {
      caller: callerOf(ada),
      params: { memoryId: memory?.id ?? '' },
      body: { isPinned: true },
    });

    const asked = { maxTokens: 40 };
    expect((await ask(ada, place, 'When do we sail?', asked))[0]?.text).toBe('I am allergic to walnuts.');
    expect(await ask(ada, newChannel(), 'When do we sail?', asked)).toEqual([]);
  });

  it('lets what was shared with a server be recalled there, and in no other', async () => {
    const ada = newPerson('Ada');
    const there = newChannel();
    await tell(ada, newDm(), 'My dog is called Biscuit.');
    const [memory] = (await mine(ada, { query: 'Biscuit' })).items;

    await gateway.bot.call(updateMemory, {
      caller: callerOf(ada),
      params: { memoryId: memory?.id ?? '' },
      body: { sharedGuildIds: [there.guildId ?? ''] },
    });

    expect((await ask(ada, there, 'What is my dog called?'))[0]?.text).toBe('My dog is called Biscuit.');
    expect(await ask(ada, newChannel(), 'What is my dog called?')).toEqual([]);
  });

  it('forgets for good: neither the reply that repeats it nor the same in other words comes back', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    await exchange(
      gateway,
      newTrigger(ada, place, { content: 'My dog is called Biscuit.' }),
      lilithId,
      'So your dog is called Biscuit!',
    );
    const [memory] = (await mine(ada, { query: 'My dog is called' })).items;

    const { forgotten } = await gateway.bot.call(forgetMemory, {
      caller: callerOf(ada),
      params: { memoryId: memory?.id ?? '' },
    });
    await tell(ada, place, 'As I said, Biscuit is what the dog is called.');
    await tell(ada, place, 'My dog likes walks.');

    expect(forgotten).toBe(2);
    const kept = JSON.stringify((await mine(ada)).items);
    expect(kept).not.toContain('Biscuit');
    expect(kept).toContain('My dog likes walks.');
    const { rows } = await gateway.database.pool.query('SELECT * FROM memory_tombstones');
    expect(JSON.stringify(rows)).not.toMatch(/biscuit/i);
  });

  it('purges what fits and is not locked, only as many as were counted', async () => {
    const ada = newPerson('Ada');
    const [here, elsewhere] = [newChannel(), newDm()];
    await tell(ada, here, 'My dog is called Biscuit.');
    await tell(ada, elsewhere, 'I like rain.');
    const filter = { channelId: here.channelId };
    const [locked] = (await mine(ada, { query: 'Biscuit' })).items;
    const caller = callerOf(ada);
    await gateway.bot.call(updateMemory, {
      caller,
      params: { memoryId: locked?.id ?? '' },
      body: { isLocked: true },
    });

    const counted = await gateway.bot.call(countMemories, { caller, query: filter });
    const refused = await rejection(gateway.bot.call(purgeMemories, { caller, body: { filter, expected: 2 } }));
    const before = (await mine(ada)).total;
    const { purged } = await gateway.bot.call(purgeMemories, { caller, body: { filter, expected: counted.count } });

    expect(counted).toEqual({ count: 1, locked: 1 });
    expect(refused).toMatchObject({ code: 'conflict' });
    expect([before, purged]).toEqual([4, 1]);
    expect(textsOf(await mine(ada))).toEqual(['I shall remember.', 'I like rain.', 'My dog is called Biscuit.']);
  });

  it('keeps nothing while somebody is incognito, and recalls nothing while they start fresh', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    const caller = callerOf(ada);
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    const set = (body: Partial<MemoryModes>) => gateway.bot.call(setMemoryModes, { caller, body });
    await tell(ada, place, 'My dog is called Biscuit.');

    await set({ incognitoUntil: inAnHour });
    await tell(ada, place, 'My safe opens with 4711.');
    const modes = await set({ incognitoUntil: null, freshUntil: inAnHour });
    const fresh = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), lilithId));
    await set({ freshUntil: '2001-01-01T00:00:00.000Z' });

    expect(JSON.stringify((await mine(ada)).items)).not.toContain('4711');
    expect(modes).toEqual({ incognitoUntil: null, freshUntil: inAnHour });
    expect(fresh.memoryTokens).toBe(0);
    expect(await gateway.bot.call(getMemoryModes, { caller })).toEqual({ incognitoUntil: null, freshUntil: null });
  });
});

describe('privacy', () => {
  const [guildA, guildB] = [newSnowflake(), newSnowflake()];
  const open = newSnowflake();
  const otherOpen = newSnowflake();
  const forum = newSnowflake();
  const openedSince = newSnowflake();
  /** As bot-client finds it now, whatever a channel was when something was said there. */
  const inA = { guildId: guildA, quotableChannelIds: [open, otherOpen, forum, openedSince] };
  const secretRoom = newChannel({ ...inA, reach: 'channel' });
  /** Every kind of place where something can be said, and asked. */
  const places: Record<string, Place> = {
    'the DM': newDm(),
    'another DM': newDm(),
    'a DM that claims a guild': { ...newDm(), ...inA, reach: 'guild' },
    'an open channel of A': newChannel({ ...inA, channelId: open }),
    'another open channel of A': newChannel({ ...inA, channelId: otherOpen }),
    'a channel of A that was open and is private now': newChannel(inA),
    'a channel of A that was private and is open now': newChannel({ ...inA, channelId: openedSince, reach: 'channel' }),
    'a thread that all of A sees': newChannel({ ...inA, kind: 'thread', parentId: forum }),
    'a private thread in an open channel of A': newChannel({
      ...inA,
      reach: 'channel',
      kind: 'thread',
      parentId: open,
    }),
    'a private channel of A': secretRoom,
    'a thread in that private channel': newChannel({
      ...inA,
      reach: 'channel',
      kind: 'thread',
      parentId: secretRoom.channelId,
    }),
    'another private channel of A': newChannel({ ...inA, reach: 'channel' }),
    'a channel of A that claims to be read by its author alone': newChannel({ ...inA, reach: 'owner_dm' }),
    'an open channel of B': newChannel({ guildId: guildB }),
    'a channel of B that names channels of A': newChannel({ ...inA, guildId: guildB }),
    'a private channel of B': newChannel({ guildId: guildB, reach: 'channel' }),
    'a channel of no server': {
      kind: 'channel',
      channelId: newSnowflake(),
      reach: 'guild',
      quotableChannelIds: [],
      isAgeRestricted: false,
    },
  };

  it('lets nothing that was said in one place be recalled where others read along who could not read it', async () => {
    const ada = newPerson('Ada');
    await giveKey(gateway, ada);
    const tokens = new Map<string, string>();
    for (const [name, place] of Object.entries(places)) {
      const token = `token${randomUUID().replaceAll('-', '')}`;
      tokens.set(name, token);
      await tell(ada, place, `The treasure lies under ${token}.`);
    }

    const embedding = await embedAllAlike(ada);
    const leaks: string[] = [];
    const missing: string[] = [];
    const foundByVectors: string[] = [];
    for (const [reader, there] of Object.entries(places)) {
      const recalled = JSON.stringify(
        await ask(ada, there, 'Where does the treasure lie?', { maxTokens: 20_000, embedding }),
      );
      // With little room something has to be chosen: by words, then by vectors alone.
      const chosen = JSON.stringify(await ask(ada, there, 'Where does the treasure lie?', { maxTokens: 40 }));
      const byVectors = JSON.stringify(await ask(ada, there, 'And?', { maxTokens: 40, embedding }));
      for (const [writer, said] of Object.entries(places)) {
        const token = tokens.get(writer) ?? 'no token';
        const isRecalled = recalled.includes(token);
        const isNear = byVectors.includes(token);
        if (isNear) foundByVectors.push(`${writer} → ${reader}`);
        if ((isRecalled || isNear || chosen.includes(token)) && !mayKnow(said, there))
          leaks.push(`${writer} → ${reader}`);
        if (!isRecalled && mayKnow(said, there)) missing.push(`${writer} → ${reader}`);
      }
    }

    expect(foundByVectors.length).toBeGreaterThan(5);
    expect(leaks).toEqual([]);
    expect(missing).toEqual([]);
  });

  it('lets what its owner released be recalled everywhere', async () => {
    const ada = newPerson('Ada');
    const told = await tell(ada, newDm(), 'My dog is called Biscuit.');
    await gateway.database.pool.query(
      'UPDATE memory_items SET is_portable = true WHERE source_message_ids @> ARRAY[$1::bigint]',
      [told.id],
    );

    for (const place of Object.values(places)) {
      const memories = await ask(ada, place, 'What is the dog called?');
      expect(memories[0]?.text).toBe('My dog is called Biscuit.');
    }
  });
});
