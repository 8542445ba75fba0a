import {
  embedMemories,
  forgetMessages,
  listUnembedded,
  type Place,
  type RouteRequest,
  recallMemories,
  storeVectors,
} from '@tzurot/contracts';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyMigrations } from '../src/database/apply-migrations.ts';
import { MIGRATIONS_DIRECTORY } from '../src/database/locations.ts';
import { startEmptyDatabase } from './support/database.ts';
import {
  acceptOne,
  exchange,
  giveKey,
  newChannel,
  newCharacter,
  newPerson,
  newTrigger,
  openForSure,
  rejection,
  spaceOf,
  type TestPerson,
  usageOf,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const SPACE = spaceOf('local');
const OTHER_SPACE = spaceOf('openai');

let gateway: TestGateway;
let lilithId: string;

beforeAll(async () => {
  gateway = await startGateway({ GUEST_VENDOR: 'local', GUEST_MODEL: 'local/story' });
  lilithId = (await newCharacter(gateway, newPerson('Operator'), { name: 'Lilith' })).id;
});
afterAll(() => gateway.stop());

/** The direction of a subject: texts about the same one point the same way, whatever their words. */
function vectorOf(text: string): number[] {
  const subjects = [/cat|feline/i, /boat|vessel/i, /cake|pastry/i];
  const about = subjects.findIndex((subject) => subject.test(text));
  return Array.from({ length: 384 }, (_, index) => (index === (about < 0 ? subjects.length : about) ? 1 : 0));
}

async function tell(person: TestPerson, place: Place, content: string) {
  const trigger = newTrigger(person, place, { content });
  return { trigger, ...(await exchange(gateway, trigger, lilithId, 'I see.')) };
}

const list = (turnId: string) => gateway.worker.call(listUnembedded, { params: { turnId } });

type Vectors = RouteRequest<typeof storeVectors>['body']['vectors'];

const store = (turnId: string, vectors: Vectors, space = SPACE) => {
  const usage = usageOf({
    preset: { source: 'guest', name: '', vendor: 'local', model: 'local/embed', contextTokens: 1, parameters: {} },
    payer: { kind: 'free' },
  });
  return gateway.worker.call(storeVectors, { params: { turnId }, body: { space, vectors, usage } });
};

/** What the worker does, with vectors of the test's own. */
async function embed(turnId: string): Promise<Vectors> {
  const { exchanges } = await list(turnId);
  const vectors = exchanges.map(({ exchangeId, memories, text }) => ({ exchangeId, memories, vector: vectorOf(text) }));
  await store(turnId, vectors);
  return vectors;
}

/** Too little for the two lines of an exchange, so that something has to be chosen. */
const ROOM_FOR_ONE_LINE = 24;

async function ask(person: TestPerson, place: Place, query: string, space: string | null = SPACE) {
  const turnId = await acceptOne(gateway, newTrigger(person, place, { content: query }), lilithId);
  const { fence } = await openForSure(gateway, turnId);
  const embedding = space === null ? {} : { embedding: { space, vector: vectorOf(query) } };
  const { memories } = await gateway.worker.call(recallMemories, {
    params: { turnId },
    body: { fence, query, maxTokens: ROOM_FOR_ONE_LINE, excludeMessageIds: [], ...embedding },
  });
  await gateway.database.pool.query(
    `UPDATE turns SET stage = 'failed', ended_at = now(), due_at = NULL WHERE id = $1`,
    [turnId],
  );
  return memories.map(({ text }) => text);
}

async function vectorsOf(exchangeId: string): Promise<unknown[]> {
  const { rows } = await gateway.database.pool.query('SELECT space FROM memory_vectors WHERE exchange_id = $1', [
    exchangeId,
  ]);
  return rows;
}

describe('embedding', () => {
  it('is asked for after a turn, for a guest of a free model too', async () => {
    const { turnId } = await tell(newPerson('Ada'), newChannel(), 'I like rain.');

    const jobs = gateway.queues.enqueued.filter(({ name }) => name === embedMemories.name);

    expect(jobs.at(-1)).toMatchObject({ input: { turnId }, delayMs: 20_000 });
  });

  it('takes an exchange as one text with its date, and is paid as the turn was', async () => {
    const ada = newPerson('Ada');
    const walletKeyId = await giveKey(gateway, ada);
    const { turnId } = await tell(ada, newChannel(), 'My cat is called Moss.');

    expect(await list(turnId)).toEqual({
      embedder: { vendor: 'local', space: SPACE, payer: { kind: 'user', walletKeyId } },
      exchanges: [{ exchangeId: turnId, memories: 2, text: '2026-01-01\nAda: My cat is called Moss.\nLilith: I see.' }],
    });
  });

  it('gives a vendor nothing that it has not heard in a turn which it answered', async () => {
    const ada = newPerson('Ada');
    const before = await tell(ada, newChannel(), 'My cat is called Moss.');
    await gateway.database.pool.query(
      `UPDATE usage_events SET vendor = 'openai' FROM replies
       WHERE replies.usage_id = usage_events.id AND replies.turn_id = $1`,
      [before.turnId],
    );
    const { turnId } = await tell(ada, newChannel(), 'My boat leaks.');

    expect((await list(turnId)).exchanges.map(({ exchangeId }) => exchangeId)).toEqual([turnId]);
  });

  it('is done once for each exchange, and its cost kept', async () => {
    const ada = newPerson('Ada');
    await tell(ada, newChannel(), 'My cat is called Moss.');
    const { turnId } = await tell(ada, newChannel(), 'My boat leaks.');

    const vectors = await embed(turnId);
    const again = await store(turnId, vectors);

    expect(vectors).toHaveLength(2);
    expect(again).toEqual({ stored: 0 });
    expect((await list(turnId)).exchanges).toEqual([]);
    const { rows } = await gateway.database.pool.query(
      `SELECT payer FROM usage_events e JOIN turns t ON t.user_id = e.user_id WHERE t.id = $1 AND e.model = 'local/embed'`,
      [turnId],
    );
    expect(rows).toEqual([{ payer: 'free' }, { payer: 'free' }]);
  });

  it('is forgotten with what it was made of, also when that went while the vendor worked', async () => {
    const ada = newPerson('Ada');
    const before = await tell(ada, newChannel(), 'My cat is called Moss.');
    const meanwhile = await tell(ada, newChannel(), 'My boat leaks.');
    const { exchanges } = await list(meanwhile.turnId);
    const made = exchanges.map(({ exchangeId, memories, text }) => ({ exchangeId, memories, vector: vectorOf(text) }));
    await store(
      before.turnId,
      made.filter(({ exchangeId }) => exchangeId === before.turnId),
    );
    await gateway.bot.call(forgetMessages, { body: { messageIds: [before.trigger.id] } });
    await gateway.bot.call(forgetMessages, { body: { messageIds: [meanwhile.trigger.id] } });

    const { stored } = await store(meanwhile.turnId, made);

    expect(stored).toBe(0);
    expect([await vectorsOf(before.turnId), await vectorsOf(meanwhile.turnId)]).toEqual([[], []]);
    expect((await list(meanwhile.turnId)).exchanges.map(({ text }) => text)).toEqual(
      Array(2).fill('2026-01-01\nLilith: I see.'),
    );
  });

  it('refuses a vector that does not fit its space', async () => {
    const { turnId } = await tell(newPerson('Ada'), newChannel(), 'My cat is called Moss.');
    const listed = { exchangeId: turnId, memories: 2 };

    expect(await rejection(store(turnId, [{ ...listed, vector: [1, 0] }]))).toMatchObject({ code: 'invalid-input' });
    expect(await rejection(store(turnId, [{ ...listed, vector: Array<number>(384).fill(0) }]))).toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('a turn', () => {
  it('learns that there is something to compare its question with only when there is', async () => {
    const ada = newPerson('Ada');
    const { turnId } = await tell(ada, newChannel(), 'My cat is called Moss.');
    const openNext = async () =>
      openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));

    const without = await openNext();
    await embed(turnId);
    const having = await openNext();
    await gateway.database.pool.query('UPDATE memory_vectors SET space = $2 WHERE exchange_id = $1', [
      turnId,
      OTHER_SPACE,
    ]);
    const inAnother = await openNext();

    expect([without, having, inAnother].map((turn) => turn.vectorSpace)).toEqual([null, SPACE, null]);
  });
});

describe('recall with vectors', () => {
  it('finds what shares no word with the question', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    const { turnId } = await tell(ada, place, 'My cat is called Moss.');
    await tell(ada, place, 'The boat leaks.');
    await embed(turnId);

    expect(await ask(ada, place, 'Which name has the feline?', null)).toEqual([]);
    expect(await ask(ada, place, 'Which name has the feline?')).toContain('My cat is called Moss.');
    expect(await ask(ada, place, 'Which name has the feline?')).not.toContain('The boat leaks.');
  });

  it('compares nothing across spaces', async () => {
    const ada = newPerson('Ada');
    const place = newChannel();
    const { turnId } = await tell(ada, place, 'My cat is called Moss.');
    await embed(turnId);

    expect(await ask(ada, place, 'Which name has the feline?', OTHER_SPACE)).toEqual([]);
    expect(await ask(ada, place, 'Which name has the feline?', 'nobody/knows/384')).toEqual([]);
  });

  it('is of the asking person only', async () => {
    const [ada, ben] = [newPerson('Ada'), newPerson('Ben')];
    const place = newChannel();
    await embed((await tell(ada, place, 'My cat is called Moss.')).turnId);
    await embed((await tell(ben, place, 'The boat leaks.')).turnId);

    expect(await ask(ben, place, 'Which name has the feline?')).toEqual([]);
  });
});

describe('a database without pgvector', () => {
  it('remembers by words alone, and asks nobody to embed', async () => {
    const database = await startEmptyDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await applyMigrations(client, MIGRATIONS_DIRECTORY);
    await client.end();
    const plain = await startGateway({ GUEST_VENDOR: 'local', GUEST_MODEL: 'local/story' }, 'embedded', database);
    const pip = await newCharacter(plain, newPerson(), { name: 'Pip' });
    const [ada, place] = [newPerson('Ada'), newChannel()];
    const { turnId } = await exchange(
      plain,
      newTrigger(ada, place, { content: 'My cat is called Moss.' }),
      pip.id,
      'Oh.',
    );

    const next = await openForSure(plain, await acceptOne(plain, newTrigger(ada, place), pip.id));
    const query = 'What is the cat called?';
    const embedding = { space: SPACE, vector: vectorOf(query) };
    const { memories } = await plain.worker.call(recallMemories, {
      params: { turnId: next.turnId },
      body: { fence: next.fence, query, maxTokens: 2_000, excludeMessageIds: [], embedding },
    });
    const unembedded = await plain.worker.call(listUnembedded, { params: { turnId } });
    const asked = plain.queues.enqueued.filter(({ name }) => name === embedMemories.name);
    await plain.stop();

    expect(memories[0]?.text).toBe('My cat is called Moss.');
    expect([next.vectorSpace, unembedded, asked]).toEqual([null, { embedder: null, exchanges: [] }, []]);
  });
});
