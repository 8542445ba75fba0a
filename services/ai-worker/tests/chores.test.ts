import { createHash } from 'node:crypto';

import {
  checkPreset,
  embedMemories,
  JOBS,
  judgeWalletKey,
  LorebookSettings,
  LoreEntryDraft,
  revealWalletKey,
  storeVectors,
} from '@tzurot/contracts';
import { AppError, type HandledJob } from '@tzurot/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { WorkerContext } from '../src/context.ts';
import { checkPresetJob } from '../src/jobs/check-preset.ts';
import { embedMemoriesJob } from '../src/jobs/embed-memories.ts';
import { jobs, requireAllHandled } from '../src/jobs/index.ts';
import { listModelsJob } from '../src/jobs/list-models.ts';
import { testLoreJob } from '../src/jobs/test-lore.ts';
import { testWalletKeyJob } from '../src/jobs/test-wallet-key.ts';
import { VendorFailure } from '../src/vendors/vendor-failure.ts';
import { createFakeLedger, KEY_ID, LOCAL_SPACE, TURN_ID } from './fake-ledger.ts';
import { createTestWorker, startWorkerWorld, type WorkerWorld } from './worker-world.ts';

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
});
afterAll(() => world.close());

async function setUp() {
  const ledger = createFakeLedger();
  const { ctx } = await createTestWorker(world, world.newPlaces(), ledger);
  return { ledger, ctx };
}

function run(job: HandledJob<WorkerContext>, input: unknown, ctx: WorkerContext): Promise<unknown> {
  const tools = {
    signal: new AbortController().signal,
    log: ctx.log,
    traceId: '0'.repeat(32),
    jobId: 'job',
    attempt: 1,
  };
  return job.answer(input, ctx, tools);
}

describe('a key that is tested', () => {
  it('and taken becomes the active one', async () => {
    const { ctx, ledger } = await setUp();

    expect(await run(testWalletKeyJob, { keyId: KEY_ID }, ctx)).toEqual({
      verdict: 'accepted',
      explanation: 'Local accepts the key.',
    });

    expect(ledger.gateway.callsOf(judgeWalletKey).map(({ body }) => body)).toEqual([{ isAccepted: true }]);
  });

  it('and not taken is judged so, with a word on what to do', async () => {
    const { ctx, ledger } = await setUp();
    ledger.key = 'sk-wrong';

    expect(await run(testWalletKeyJob, { keyId: KEY_ID }, ctx)).toMatchObject({
      verdict: 'rejected',
      explanation: expect.stringContaining('Copy all of it'),
    });

    expect(ledger.gateway.callsOf(judgeWalletKey).map(({ body }) => body)).toEqual([{ isAccepted: false }]);
  });

  it('that its vendor knows, though it is out of credit or may do little, is accepted', async () => {
    for (const status of [402, 403, 429]) {
      const { ctx, ledger } = await setUp();
      const local = ctx.vendors.get('local');
      if (local === undefined) throw new Error('local is always offered');
      const refusal = { kind: 'refusal', status, code: 'limited', words: 'no', retryAfterMs: null } as const;
      const limited = { ...local, checkKey: () => Promise.reject(new VendorFailure(refusal)) };

      const verdict = await run(
        testWalletKeyJob,
        { keyId: KEY_ID },
        { ...ctx, vendors: new Map([['local', limited]]) },
      );

      expect(verdict).toMatchObject({ verdict: 'accepted', explanation: expect.stringContaining('knows the key') });
      expect(ledger.gateway.callsOf(judgeWalletKey)[0]?.body).toEqual({ isAccepted: true });
    }
  });

  it('while its vendor is away is not judged at all', async () => {
    const { ctx, ledger } = await setUp();
    const local = ctx.vendors.get('local');
    if (local === undefined) throw new Error('local is always offered');
    const away = { ...local, checkKey: () => Promise.reject(new VendorFailure({ kind: 'broken' })) };

    const verdict = await run(testWalletKeyJob, { keyId: KEY_ID }, { ...ctx, vendors: new Map([['local', away]]) });

    expect(verdict).toMatchObject({ verdict: 'unreachable' });
    expect(ledger.gateway.callsOf(judgeWalletKey)).toEqual([]);
  });

  it('of a vendor that this bot does not offer says so', async () => {
    const { ctx } = await setUp();

    const verdict = await run(testWalletKeyJob, { keyId: KEY_ID }, { ...ctx, vendors: new Map() });

    expect(verdict).toMatchObject({
      verdict: 'unreachable',
      explanation: expect.stringContaining("doesn't offer local"),
    });
  });

  it('and removed meanwhile is gone', async () => {
    const { ctx, ledger } = await setUp();
    ledger.before = (name) => {
      if (name === revealWalletKey.name) throw new AppError('not-found', 'no key');
    };

    expect(await run(testWalletKeyJob, { keyId: KEY_ID }, ctx)).toMatchObject({ verdict: 'gone' });
  });
});

describe('what was said', () => {
  const space = LOCAL_SPACE;
  const embedder = { vendor: 'local', space, payer: { kind: 'user' as const, walletKeyId: KEY_ID } };
  const exchanges = [
    { exchangeId: TURN_ID, memories: 2, text: 'Ada: My cat is called Moss.' },
    { exchangeId: KEY_ID, memories: 1, text: 'Lilith: I see.' },
  ];

  it('is embedded in one request, with the key of whoever paid the turn', async () => {
    const { ctx, ledger } = await setUp();
    ledger.unembedded = { embedder, exchanges };
    world.model.clearLog();

    expect(await run(embedMemoriesJob, { turnId: TURN_ID }, ctx)).toEqual({ stored: 2 });

    const body = storeVectors.body.parse(ledger.gateway.callsOf(storeVectors)[0]?.body);
    expect(body.vectors.map(({ exchangeId, memories, vector }) => [exchangeId, memories, vector.length])).toEqual([
      [TURN_ID, 2, 384],
      [KEY_ID, 1, 384],
    ]);
    expect(body).toMatchObject({ space, usage: { vendor: 'local', model: 'local/embed', payer: 'user' } });
    const keySha256 = createHash('sha256').update(ledger.key).digest('hex');
    expect(world.model.log()).toMatchObject([{ keySha256, body: { input: exchanges.map(({ text }) => text) } }]);
  });

  it('is left as it is by a vendor that fails, a space that is not ours, and when there is nothing', async () => {
    const { ctx, ledger } = await setUp();
    const tryWith = async (unembedded: typeof ledger.unembedded) => {
      ledger.unembedded = unembedded;
      return run(embedMemoriesJob, { turnId: TURN_ID }, ctx);
    };

    const nothing = await tryWith({ embedder, exchanges: [] });
    const foreign = await tryWith({ embedder: { ...embedder, space: 'local/another/384' }, exchanges });
    ledger.key = 'sk-wrong';
    const refused = await tryWith({ embedder, exchanges });

    expect([nothing, foreign, refused].map((answer) => embedMemories.output.parse(answer).stored)).toEqual([0, 0, 0]);
    expect(ledger.gateway.callsOf(storeVectors)).toEqual([]);
  });
});

describe('a preset that is checked', () => {
  it('names what its model will not receive', async () => {
    const { ctx } = await setUp();
    const input = { vendor: 'openai', model: 'gpt-4.1-mini', parameters: { temperature: 1, top_k: 40 } };

    expect(await run(checkPresetJob, input, ctx)).toEqual({
      dropped: [{ key: 'top_k', reason: 'OpenAI has no such parameter.' }],
      model: 'unchecked',
      similar: [],
    });
  });

  it('has its model looked for with the key of who asks', async () => {
    const { ctx, ledger } = await setUp();
    const check = (model: string) =>
      run(checkPresetJob, { vendor: 'local', model, parameters: {}, keyId: KEY_ID }, ctx);

    const [right, wrong] = [await check('local/story'), await check('local/storry')];
    ledger.key = 'sk-wrong';
    const refused = await check('local/story');

    expect(right).toMatchObject({ model: 'known' });
    expect(wrong).toMatchObject({ model: 'unknown', similar: expect.arrayContaining(['local/story']) });
    expect(refused).toMatchObject({ model: 'unreachable' });
  });

  it('of an unknown vendor is refused with the known ones', async () => {
    const { ctx } = await setUp();
    const input = { vendor: 'nobody', model: 'x', parameters: {} };

    await expect(run(checkPresetJob, input, ctx)).rejects.toMatchObject({
      code: 'not-found',
      because: {
        reason: 'vendor-not-offered',
        facts: { offered: expect.stringContaining('openrouter, anthropic, openai, google, mistral') },
      },
    });
  });
});

describe('a list of models', () => {
  it('comes from the vendor, with the key of who asks', async () => {
    const { ctx } = await setUp();

    expect(await run(listModelsJob, { vendor: 'local', keyId: KEY_ID }, ctx)).toMatchObject({
      state: 'listed',
      models: expect.arrayContaining([expect.objectContaining({ id: 'local/story' })]),
    });
  });

  it('is unavailable where the key is refused, or nobody has one', async () => {
    const { ctx, ledger } = await setUp();
    ledger.key = 'sk-wrong';

    expect([
      await run(listModelsJob, { vendor: 'local', keyId: KEY_ID }, ctx),
      await run(listModelsJob, { vendor: 'openai' }, ctx),
      await run(listModelsJob, { vendor: 'nobody' }, ctx),
    ]).toEqual(Array.from({ length: 3 }, () => ({ state: 'unavailable', models: [] })));
  });
});

describe('the list of jobs', () => {
  it('has a handler for each', () => {
    expect(JOBS.length).toBeGreaterThan(0);
    expect(() => requireAllHandled(jobs)).not.toThrow();
  });

  it('is refused with the names of those that have none, or several', () => {
    const twice = jobs.filter(({ job }) => job === checkPreset);

    expect(() => requireAllHandled(jobs.filter(({ job }) => job !== checkPreset))).toThrow(checkPreset.name);
    expect(() => requireAllHandled([...jobs, ...twice])).toThrow(checkPreset.name);
  });
});

describe('a text on which lorebooks are tested', () => {
  it('gets a verdict on every entry of every book', async () => {
    const { ctx, ledger } = await setUp();
    const id = '01970000-0000-7000-8000-0000000000b1';
    const entryOf = (n: number, draft: object) => ({
      ...LoreEntryDraft.parse(draft),
      id: `01970000-0000-7000-8000-00000000000${n}`,
    });
    const entries = [
      entryOf(1, { title: 'Kraken', keys: ['kraken'], content: 'It sleeps near {{user}}.' }),
      entryOf(2, { title: 'Reef', keys: ['reef'] }),
    ];
    ledger.books.set(id, { id, version: 1, name: 'Sea', settings: LorebookSettings.parse({}), entries });

    const input = {
      books: [{ id, version: 1 }],
      lines: [{ name: 'Ada', text: 'A kraken?' }],
      characterName: 'Lilith',
      userName: 'Ada',
    };
    const tested = await run(testLoreJob, input, ctx);

    expect(tested).toMatchObject({
      verdicts: [
        { title: 'Kraken', bookName: 'Sea', isTold: true, reason: 'key', key: 'kraken' },
        { title: 'Reef', isTold: false, reason: 'no-key-found' },
      ],
    });
  });
});
