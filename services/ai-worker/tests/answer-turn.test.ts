import { createHash } from 'node:crypto';
import {
  bringKeyId,
  finishReply,
  judgeWalletKey,
  LorebookSettings,
  LoreEntryDraft,
  type OpenTurn,
  openTurn,
  recallMemories,
  recordPost,
  releaseTurn,
  renewTurn,
  settleTurn,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { VendorError } from '../src/vendors/index.ts';
import { createFakeLedger, LOCAL_SPACE, openedTurn, TURN_ID } from './fake-ledger.ts';
import { createTestWorker, startWorkerWorld, type TestWorker, until, type WorkerWorld } from './worker-world.ts';

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
});
afterAll(() => world.close());

/** A worker in a world of its own, with one turn to answer. */
async function setUp(
  turn: Parameters<typeof createFakeLedger>[0] = {},
  options: Parameters<typeof createTestWorker>[3] = {},
) {
  const places = world.newPlaces();
  const ledger = createFakeLedger(turn);
  const worker = await createTestWorker(world, places, ledger, options);
  return { places, ledger, worker, general: places.channels.general };
}

const withModel = (model: string) => ({ preset: { ...openedTurn.preset, model } });
const withSpeaker = (speaker: Partial<NonNullable<typeof openedTurn.speaker>>) => ({
  speaker: { ...openedTurn.speaker, ...speaker } as typeof openedTurn.speaker,
});

describe('a reply', () => {
  it('comes under the name of the character, through a webhook that is remembered', async () => {
    const { worker, ledger, general } = await setUp();

    const { stage } = await worker.say('@Lilith hello');

    const reply = (await worker.read(general)).at(-1);
    expect(stage).toBe('settled');
    expect(reply?.author.username).toBe('Lilith');
    expect(reply?.content).toContain('"@Lilith hello," you said, Ada.');
    expect(ledger.webhooks.get(general)?.id).toBe(reply?.webhook_id);
    expect(ledger.posts).toEqual([expect.objectContaining({ state: 'sent', messageId: reply?.id })]);
  });

  it("to a request for the greeting is the card's own, without any model", async () => {
    const { worker, ledger, general } = await setUp(withSpeaker({ greeting: 'Hush, {{user}}. I am {{char}}.' }));
    const trigger = await worker.post('the interaction stands for this');

    const { stage } = await worker.answerAgain({ ...trigger, kind: 'greeting', content: '' });
    await worker.answerAgain({ ...trigger, kind: 'greeting', content: '' });

    expect(stage).toBe('settled');
    expect((await worker.read(general)).slice(1).map(({ content }) => content)).toEqual(['Hush, Ada. I am Lilith.']);
    expect(ledger.usage).toEqual([]);
  });

  it('to a request for a greeting that is empty says so', async () => {
    const { worker, general } = await setUp(withSpeaker({ greeting: ' ' }));
    const trigger = await worker.post('the interaction stands for this');

    await worker.answerAgain({ ...trigger, kind: 'greeting', content: '' });

    expect((await worker.read(general)).at(-1)?.content).toContain('Lilith has no greeting.');
  });

  it('uses the webhook that the gateway remembers, and asks Discord for no other', async () => {
    const { worker, ledger, general } = await setUp();
    await worker.say('first');
    const webhook = ledger.webhooks.get(general) ?? null;
    const next = createFakeLedger({ webhook });
    const again = await createTestWorker(world, worker.places, next);
    const seen = world.discord.readLog().length;

    await again.say('second');

    expect((await again.read(general)).at(-1)?.webhook_id).toBe(webhook?.id);
    expect(world.pathsSince(seen).filter((path) => path.endsWith('/webhooks'))).toEqual([]);
  });

  it('is paid with the key of the person, and stored with what it cost before it is sent', async () => {
    const { worker, ledger } = await setUp();
    world.model.clearLog();

    await worker.say('hello');

    const sha256 = createHash('sha256').update(ledger.key).digest('hex');
    expect(world.model.log().map(({ keySha256 }) => keySha256)).toEqual([sha256]);
    expect(ledger.usage).toMatchObject([
      { vendor: 'local', model: 'local/story', payer: 'user', outcome: 'answered', dropped: [] },
    ]);
    expect(JSON.stringify(ledger.gateway.calls.filter(({ name }) => name !== 'wallet-key.reveal'))).not.toContain(
      ledger.key,
    );
  });

  it('is told the lore that its books have for it, which is written down with it', async () => {
    const id = '01970000-0000-7000-8000-0000000000b1';
    const entry = {
      ...LoreEntryDraft.parse({ title: 'Kraken', keys: ['kraken'], content: 'It sleeps.', sticky: 4 }),
      id,
    };
    const lore = { books: [{ id, version: 1, target: 'server' as const }], timers: [], messages: 1, turns: 0 };
    const { worker, ledger } = await setUp({ ...withModel('local/echo'), lore });
    ledger.books.set(id, { id, version: 1, name: 'Sea', settings: LorebookSettings.parse({}), entries: [entry] });
    world.model.clearLog();

    await worker.say('Where is the KRAKEN?');

    expect(JSON.stringify(world.model.log())).toContain('It sleeps.');
    expect(ledger.lore).toMatchObject({
      told: [{ title: 'Kraken', reason: 'key', key: 'kraken' }],
      timers: [{ kind: 'sticky', startsAt: 1, endsAt: 5 }],
    });
  });

  it('comes without lore, and keeps its timers, when its books cannot be read', async () => {
    const id = '01970000-0000-7000-8000-0000000000b1';
    const lore = { books: [{ id, version: 1, target: 'server' as const }], timers: [], messages: 1, turns: 0 };
    const { worker, ledger } = await setUp({ lore });
    ledger.before = (name) => {
      if (name === 'lorebook.read') throw new AppError('unavailable', 'away');
    };

    const { stage } = await worker.say('hello');

    expect(stage).toBe('settled');
    expect(ledger.lore).toEqual({ told: [], timers: [] });
  });

  it('tells which parameters its model did not get', async () => {
    const { worker, ledger } = await setUp({
      preset: { ...openedTurn.preset, parameters: { top_a: 0.5, temperature: 0.5 } },
    });

    await worker.say('hello');

    expect(ledger.usage).toMatchObject([{ dropped: [{ key: 'top_a' }] }]);
  });

  it('shows the bot typing while it is thought of', async () => {
    const { worker, general } = await setUp(withModel('local/slow-500'));
    const seen = world.discord.readLog().length;

    await worker.say('hello');

    expect(world.pathsSince(seen)).toContain(`/channels/${general}/typing`);
  });

  it('that is long comes in several messages, in order', async () => {
    const { worker, ledger, general } = await setUp(withModel('local/long-5000'));

    await worker.say('hello');

    const replies = (await worker.read(general)).slice(1);
    expect(replies.length).toBeGreaterThan(2);
    expect(replies.map(({ content }) => content)).toEqual(ledger.posts.map(({ text }) => text));
    expect(ledger.posts.map(({ messageId }) => messageId)).toEqual(replies.map(({ id }) => id));
  });

  it('that never ends is cut, and what is kept is what was said', async () => {
    const { worker, ledger, general } = await setUp({
      preset: {
        ...openedTurn.preset,
        model: 'local/long-90000',
        contextTokens: 64_000,
        parameters: { max_tokens: 30_000 },
      },
    });

    const { stage } = await worker.say('hello');

    const replies = (await worker.read(general)).slice(1);
    expect(stage).toBe('settled');
    expect(replies.length).toBeLessThanOrEqual(40);
    expect(replies.at(-1)?.content).toMatch(/ \[…\]$/);
    expect(ledger.reply?.text).toBe(replies.map(({ content }) => content).join('\n'));
  });

  it('pings nobody', async () => {
    const { worker, general } = await setUp();
    const seen = world.discord.readLog().length;

    await worker.say('tell @everyone');

    const bodies = world.discord
      .readLog(0)
      .slice(seen)
      .map((entry) => JSON.stringify(entry));
    expect(bodies.some((body) => body.includes('"allowed_mentions":{"parse":[]}'))).toBe(true);
    expect((await worker.read(general)).at(-1)).toMatchObject({ mention_everyone: false });
  });
});

describe('where there is no webhook', () => {
  it('the bot speaks with the name in front, and does not ask again for a while', async () => {
    const { worker, ledger, places } = await setUp();
    const place = { channelId: places.channels.quiet };

    await worker.say('hello', { place });
    const seen = world.discord.readLog().length;
    await worker.answerAgain(await worker.post('again', place));

    const [, reply] = await worker.read(places.channels.quiet);
    expect(reply).toMatchObject({
      author: { id: places.bot.id },
      content: expect.stringMatching(/^\*\*Lilith:\*\* \S/),
    });
    expect(ledger.webhooks.size).toBe(0);
    expect(world.pathsSince(seen).filter((path) => path.endsWith('/webhooks'))).toEqual([]);
  });

  it('as in a DM, the bot speaks too', async () => {
    const { worker, places } = await setUp();
    const channelId = await worker.openDm();

    await worker.say('hello', { place: { kind: 'dm', channelId, reach: 'owner_dm' } });

    expect((await worker.read(channelId)).at(-1)).toMatchObject({
      author: { id: places.bot.id },
      content: expect.stringMatching(/^\*\*Lilith:\*\* /),
    });
  });

  it('since another one was deleted, a new one is made, once', async () => {
    const { worker, ledger, general } = await setUp();
    await worker.say('first');
    const gone = ledger.webhooks.get(general) ?? null;
    world.discord.addFault({ kind: 'webhook-deleted', webhookId: gone?.id ?? '', world: worker.places.name });
    const next = createFakeLedger({ webhook: gone });
    const again = await createTestWorker(world, worker.places, next);

    const { stage } = await again.say('second');

    const reply = (await again.read(general)).at(-1);
    expect(stage).toBe('settled');
    expect(reply?.author.username).toBe('Lilith');
    expect(reply?.webhook_id).not.toBe(gone?.id);
    expect(next.webhooks.get(general)?.id).toBe(reply?.webhook_id);
  });
});

describe('a webhook that somebody moved', () => {
  it('is not spoken through: the message leaves the wrong channel and comes to the right one', async () => {
    const { worker, ledger, general, places } = await setUp();
    await worker.say('first');
    const webhook = ledger.webhooks.get(general) ?? null;
    await worker.moveWebhook(webhook?.id ?? '', places.channels.adults);
    const next = createFakeLedger({ webhook });
    const again = await createTestWorker(world, worker.places, next);

    const { stage } = await again.say('second');

    expect(stage).toBe('settled');
    expect((await again.read(general)).at(-1)).toMatchObject({ author: { username: 'Lilith' } });
    expect(await again.read(places.channels.adults)).toEqual([]);
  });
});

describe('in a thread', () => {
  it("the parent's webhook speaks", async () => {
    const { worker, ledger, places, general } = await setUp();
    const channelId = places.threads.corner;

    await worker.say('hello', { place: { kind: 'thread', channelId, parentId: general } });

    const reply = (await worker.read(channelId)).at(-1);
    expect(reply?.author.username).toBe('Lilith');
    expect(ledger.webhooks.get(general)?.id).toBe(reply?.webhook_id);
  });

  it('that is locked and archived nothing can be said, and staff learn why', async () => {
    const { worker, ledger, places, general } = await setUp();
    const place = { kind: 'thread' as const, channelId: places.threads.corner, parentId: general };
    const trigger = await worker.post('hello', place);
    world.discord.addFault({ kind: 'thread-archived', channelId: place.channelId, world: places.name });
    world.discord.addFault({ kind: 'thread-locked', channelId: place.channelId, world: places.name });

    const { stage } = await worker.answerAgain(trigger);

    expect(stage).toBe('settled');
    expect(ledger.gateway.callsOf(settleTurn)[0]?.body).toMatchObject({
      outcome: 'undeliverable',
      problem: expect.stringMatching(/thread is (?:locked|archived)/),
    });
  });
});

describe('where nothing can be said at all', () => {
  it('no model is asked, and staff learn why', async () => {
    const { worker, ledger, general, places } = await setUp();
    const trigger = await worker.post('hello');
    world.discord.addFault({ kind: 'channel-deleted', channelId: general, world: places.name });
    world.model.clearLog();

    const { stage } = await worker.answerAgain(trigger);

    expect(stage).toBe('refused');
    expect(world.model.log()).toEqual([]);
    expect(ledger.gateway.callsOf(settleTurn)[0]?.body).toMatchObject({
      outcome: 'refused',
      problem: 'the channel is gone (10003)',
    });
  });

  it('any more, since the channel went while the model thought, nothing is tried twice', async () => {
    const { worker, ledger, general, places } = await setUp(withModel('local/slow-300'));
    world.model.clearLog();
    const answering = worker.say('hello');
    await until('the model is asked', () => world.model.log().length > 0);
    world.discord.addFault({ kind: 'channel-deleted', channelId: general, world: places.name });

    expect((await answering).stage).toBe('settled');

    expect(ledger.gateway.callsOf(settleTurn)[0]?.body).toMatchObject({ outcome: 'undeliverable' });
  });
});

describe('a name that Discord does not allow', () => {
  it('is broken invisibly', async () => {
    const { worker, general } = await setUp(withSpeaker({ name: 'Clyde' }));

    await worker.say('hello');

    expect((await worker.read(general)).at(-1)?.author.username).toBe('C\u200alyde');
  });
});

describe('no reply', () => {
  it.each([
    ['local/error-401', "doesn't accept your key", '/wallet set'],
    ['local/error-402', 'no credit left', '/wallet set'],
    ['local/error-404', 'has no model `local/error-404`', '/preset edit'],
    ['local/error-429', 'limits how often your key can ask', '/preset edit'],
    ['local/error-500', 'is down', 'in a few minutes'],
    ['local/empty', 'answered twice without any text', '/preset edit'],
    ['local/no-such-model', 'has no model', '/preset edit'],
  ])('from %s tells what happened and what helps', async (model, what, help) => {
    const { worker, ledger, general } = await setUp(withModel(model));

    const { stage } = await worker.say('hello');

    const notice = (await worker.read(general)).at(-1);
    expect(stage).toBe('settled');
    expect(notice?.author.username).toBe('Lilith');
    expect(notice?.content).toMatch(/^\*Lilith can't answer right now\.\*\n-# /);
    expect(notice?.content).toContain(what);
    expect(notice?.content).toContain(help);
    expect(notice?.content).not.toMatch(/You asked for|Incorrect API key/);
    expect(ledger.reply).toMatchObject({ kind: 'notice', text: notice?.content });
  });

  it('within the time that a model has, says so', async () => {
    const { worker, general } = await setUp(withModel('local/slow-60000'), { replyTimeoutMs: 1_000 });

    await worker.say('hello');

    expect((await worker.read(general)).at(-1)?.content).toContain("didn't answer within 1 seconds");
  });

  it('is told in the words of the character, when it has some', async () => {
    const { worker, general } = await setUp({
      ...withModel('local/error-500'),
      ...withSpeaker({ errorMessage: '*Lilith frowns at a blank page.*' }),
    });

    await worker.say('hello');

    expect((await worker.read(general)).at(-1)?.content).toMatch(
      /^\*Lilith frowns at a blank page\.\*\n-# Local is down/,
    );
  });

  it('twice in a row costs two calls and is recorded as such', async () => {
    const { worker, ledger } = await setUp(withModel('local/empty'));

    await worker.say('hello');

    expect(ledger.usage).toMatchObject([{ outcome: 'empty' }, { outcome: 'empty' }]);
  });

  it('a turn whose preset names a vendor that this bot does not offer says so', async () => {
    const { worker, general } = await setUp({ preset: { ...openedTurn.preset, vendor: 'nobody' } });

    await worker.say('hello');

    expect((await worker.read(general)).at(-1)?.content).toContain('uses the vendor `nobody`');
  });

  it('in a window that is too small, says so', async () => {
    const { worker, general } = await setUp({
      ...withSpeaker({ description: 'A sly librarian. '.repeat(1_000) }),
      preset: { ...openedTurn.preset, contextTokens: 1_024 },
    });

    await worker.say('hello');

    expect((await worker.read(general)).at(-1)?.content).toContain('more than the 1,024 tokens');
  });

  it('because of a key that its vendor refuses takes that key out of the wallet', async () => {
    const { worker, ledger } = await setUp();
    ledger.key = 'sk-not-local';

    await worker.say('hello');

    expect(ledger.gateway.callsOf(judgeWalletKey).map(({ body }) => body)).toEqual([{ isAccepted: false }]);
  });

  it('because of one model leaves a good key where it is', async () => {
    const { worker, ledger } = await setUp(withModel('local/error-401'));

    await worker.say('hello');

    expect(ledger.gateway.callsOf(judgeWalletKey)).toEqual([]);
  });
});

describe('a refused turn', () => {
  it('a refused turn is explained by the character', async () => {
    const { worker, ledger, general } = await setUp({
      refusal: { reason: 'no-key', name: 'Lilith', vendors: ['OpenRouter', 'OpenAI'] },
    });
    world.model.clearLog();

    const { stage } = await worker.say('hello');

    expect(stage).toBe('refused');
    expect((await worker.read(general)).at(-1)?.content).toEqual(
      expect.stringMatching(
        /^\*Lilith can't answer right now\.\*\n-# Lilith needs a model.*`\/wallet set` \(OpenRouter or OpenAI\)/,
      ),
    );
    expect(ledger.reply?.kind).toBe('notice');
    expect(world.model.log()).toEqual([]);
  });

  it.each([
    ['a channel, through the webhook', false],
    ['direct messages, by the bot', true],
  ])(
    'a missing key has a button that asks for one in %s, and nobody is told to try again',
    async (_where, isDirect) => {
      const { worker, general } = await setUp({
        ...withSpeaker({ errorMessage: 'Ask me again in a moment.' }),
        refusal: { reason: 'no-key', name: 'Lilith', vendors: ['OpenRouter'] },
      });
      const channelId = isDirect ? await worker.openDm() : general;
      const place = isDirect ? { kind: 'dm' as const, reach: 'owner_dm' as const, channelId } : { channelId };

      await worker.say('hello', { place });

      const said = (await worker.read(channelId)).at(-1);
      expect(said?.content).toContain('/wallet set');
      expect(said?.content).not.toContain('Ask me again');
      expect(said).toMatchObject({
        components: [{ components: [{ custom_id: bringKeyId.encode({}), label: 'Use my own key' }] }],
      });
    },
  );

  it('a reply has no button', async () => {
    const { worker, general } = await setUp();

    await worker.say('hello');

    expect((await worker.read(general)).at(-1)).not.toHaveProperty('components.0');
  });

  it('a turn of a deleted character is explained by the bot itself', async () => {
    const { worker, places, general } = await setUp({
      speaker: null,
      refusal: { reason: 'character-gone', name: 'Lilith' },
    });

    await worker.say('hello');

    expect((await worker.read(general)).at(-1)).toMatchObject({
      author: { id: places.bot.id },
      content: "Lilith isn't available any more, so nobody answers this.",
    });
  });
});

describe('a turn that is not ours', () => {
  it.each([
    ['waiting', 'waiting'],
    ['leased', 'leased'],
    ['done', 'settled'],
  ] as const)('because it is %s ends the job', async (opened, stage) => {
    const { worker, ledger, general } = await setUp();
    ledger.answerOpen = { stage: opened };

    expect((await worker.say('hello')).stage).toBe(stage);

    expect(await worker.read(general)).toHaveLength(1);
    expect(ledger.gateway.calls.map(({ name }) => name)).toEqual([openTurn.name]);
  });

  it('any more, since its lease went to somebody else, is left alone', async () => {
    const { worker, ledger, general } = await setUp({ ...withModel('local/slow-300'), leaseMs: 90 });
    ledger.before = (name) => {
      if (name === renewTurn.name) ledger.turn = { ...ledger.turn, fence: 9 };
    };

    const { stage } = await worker.say('hello');

    expect(stage).toBe('leased');
    expect(await worker.read(general)).toHaveLength(1);
    expect(ledger.gateway.callsOf(finishReply)).toEqual([]);
    expect(ledger.gateway.callsOf(releaseTurn)).toEqual([]);
  });

  it('stays ours while the model thinks longer than a lease lasts', async () => {
    const { worker, ledger } = await setUp({ ...withModel('local/slow-400'), leaseMs: 120 });

    const { stage } = await worker.say('hello');

    expect(stage).toBe('settled');
    expect(ledger.gateway.callsOf(renewTurn).length).toBeGreaterThan(2);
  });
});

describe('a message that is gone before the reply', () => {
  it('stops the model, and nothing is said', async () => {
    const { worker, ledger, general } = await setUp(withModel('local/slow-60000'));
    world.model.clearLog();
    const trigger = await worker.post('hello');
    const answering = worker.answerAgain(trigger);
    await until('the model is asked', () => world.model.log().length > 0);

    await worker.withdraw(trigger.id);

    expect(await answering).toEqual({ stage: 'refused' });
    expect(await worker.read(general)).toHaveLength(1);
    expect(ledger.gateway.callsOf(releaseTurn)).toEqual([]);
    await until('the vendor sees it', () => world.model.log()[0]?.outcome === 'aborted');
  });
});

describe('an answer that was paid for', () => {
  it.each([
    ['finishing', finishReply.name],
    ['settling', settleTurn.name],
  ])('is not asked for again when %s it fails at first', async (_what, route) => {
    const { worker, ledger, general } = await setUp();
    let failures = 0;
    ledger.before = (name) => {
      if (name === route && failures++ === 0) throw new AppError('unavailable', 'the gateway is away');
    };
    world.model.clearLog();
    const { stage, trigger } = await worker.say('hello');

    const resumed = await worker.answerAgain(trigger);

    expect([stage, resumed.stage]).toEqual(['spoken', 'settled']);
    expect(world.model.log()).toHaveLength(1);
    expect(ledger.usage).toHaveLength(1);
    expect((await worker.read(general)).slice(1).map(({ content }) => content)).toEqual([ledger.reply?.text]);
  });

  it('is stored word for word together with what is said of it, with its cost', async () => {
    const { worker, ledger } = await setUp();
    const order: string[] = [];
    ledger.before = (name) => void order.push(name);

    await worker.say('hello');

    expect(order.filter((name) => name.startsWith('reply.'))).toEqual([finishReply.name]);
    expect(ledger.reply?.answer).toContain('"hello," you said, Ada.');
    expect(ledger.usage).toHaveLength(1);
  });

  it('and of which nothing is left once it is cleaned becomes a notice, after one call', async () => {
    const { worker, ledger, general } = await setUp();
    ledger.reply = {
      number: 0,
      kind: 'reply',
      state: 'drafting',
      answer: '<think>What could I say?</think>',
      endedBy: 'stop',
      text: null,
    };
    ledger.stage = 'spoken';
    world.model.clearLog();

    const { stage } = await worker.say('hello');

    expect(stage).toBe('settled');
    expect(ledger.reply.kind).toBe('notice');
    expect((await worker.read(general)).at(-1)?.content).toContain('nothing in its answer was a reply');
    expect(world.model.log()).toEqual([]);
  });
});

describe('what a call cost', () => {
  it.each([
    ['the turn is given back', (worker: TestWorker, stop: AbortController) => stop.abort()],
    ['the message to answer is gone', (worker: TestWorker, _stop: AbortController, id: string) => worker.withdraw(id)],
  ] as const)('is told when %s in the middle of it', async (_what, end) => {
    const { worker, ledger } = await setUp(withModel('local/slow-60000'));
    world.model.clearLog();
    const trigger = await worker.post('hello');
    const stop = new AbortController();
    const answering = worker.answerAgain(trigger, { signal: stop.signal });
    await until('the model is asked', () => world.model.log().length > 0);

    await end(worker, stop, trigger.id);
    await answering;

    expect(ledger.usage).toMatchObject([{ outcome: 'failed', model: 'local/slow-60000' }]);
  });

  it('is told when the vendor refuses', async () => {
    const { worker, ledger } = await setUp(withModel('local/error-500'));

    await worker.say('hello');

    expect(ledger.usage).toMatchObject([{ outcome: 'failed', model: 'local/error-500' }]);
  });
});

describe('a failure that passes', () => {
  it('of Discord before the model was asked gives the turn back unpaid', async () => {
    const { worker, ledger, general } = await setUp();
    world.model.clearLog();
    world.discord.addFault({
      kind: 'error-before',
      match: { path: `/channels/${general}/webhooks` },
      status: 503,
      times: 5,
    });

    const { stage } = await worker.say('hello');
    world.discord.clearFaults();

    expect(stage).toBe('accepted');
    expect(world.model.log()).toEqual([]);
    expect(ledger.gateway.callsOf(releaseTurn)).toHaveLength(1);
  });

  it('of the gateway in the middle loses nothing: the stored text is said by whoever comes next', async () => {
    const { worker, ledger, general } = await setUp(withModel('local/long-5000'));
    let failures = 0;
    ledger.before = (name, body) => {
      if (name === recordPost.name && (body as { chunk: number }).chunk === 1 && failures++ === 0) {
        throw new AppError('unavailable', 'the gateway is away');
      }
    };
    world.model.clearLog();
    const { stage, trigger } = await worker.say('hello');

    const resumed = await worker.answerAgain(trigger);

    expect([stage, resumed.stage]).toEqual(['spoken', 'settled']);
    expect(world.model.log()).toHaveLength(1);
    const replies = (await worker.read(general)).slice(1);
    expect(replies.map(({ content }) => content)).toEqual(ledger.posts.map(({ text }) => text));
  });

  it('of memory costs the memories, not the reply', async () => {
    const { worker, ledger } = await setUp({ vectorSpace: LOCAL_SPACE });
    ledger.before = (name) => {
      if (name === recallMemories.name) throw new AppError('unavailable', 'memory is away');
    };

    expect((await worker.say('hello')).stage).toBe('settled');
  });

  it('such as a shutdown gives the turn back at once', async () => {
    const { worker, ledger } = await setUp(withModel('local/slow-60000'));
    world.model.clearLog();
    const stopping = new AbortController();
    const answering = worker.say('hello', { signal: stopping.signal });
    await until('the model is asked', () => world.model.log().length > 0);

    stopping.abort();

    expect((await answering).stage).toBe('accepted');
    expect(ledger.gateway.callsOf(releaseTurn)[0]?.body).toMatchObject({ retryAfterMs: 0 });
  });
});

describe('reads the turn, and memories that fit the message, as they are now', () => {
  const told: Partial<OpenTurn> = {
    history: [
      {
        messageIds: ['1457708209274880001'],
        speaker: 'person',
        personId: '1457705189376000000',
        name: 'Ada',
        text: 'once',
        saidAt: '2026-01-05T10:00:00.000Z',
      },
      {
        messageIds: ['1457708209274880002'],
        speaker: 'character',
        personId: null,
        name: 'Lilith',
        text: 'upon',
        saidAt: '2026-01-05T10:00:01.000Z',
      },
    ],
  };
  const memories = [
    {
      id: TURN_ID,
      text: 'I keep bees.',
      speakerName: 'Ada',
      saidAt: '2026-01-01T10:00:00.000Z',
      score: 0.9,
      messageIds: [],
    },
  ];

  it('in one call where words alone are compared', async () => {
    const { worker, ledger } = await setUp(told);
    ledger.memories = memories;

    const { trigger } = await worker.say('hello');

    expect(ledger.reply?.text).toContain('I was told 2 earlier messages and remember 1 thing.');
    const { question } = openTurn.body.parse(ledger.gateway.callsOf(openTurn)[0]?.body);
    expect(question).toMatchObject({ query: 'hello', excludeMessageIds: [trigger.id] });
    expect(ledger.gateway.callsOf(recallMemories)).toEqual([]);
  });

  it('with a second one where the message is compared by its vector too', async () => {
    const { worker, ledger } = await setUp({ ...told, vectorSpace: LOCAL_SPACE });
    ledger.memories = memories;

    await worker.say('hello');

    expect(ledger.reply?.text).toContain('I was told 2 earlier messages and remember 1 thing.');
    expect(ledger.gateway.callsOf(recallMemories)[0]?.body).toMatchObject({
      query: 'hello',
      maxTokens: 1_200,
      excludeMessageIds: expect.arrayContaining(['1457708209274880001', '1457708209274880002']),
    });
  });
});

const tooSlow = () => Promise.reject(new VendorError('local', 'timeout', 'no answer within 250 ms'));

describe('a question', () => {
  const space = LOCAL_SPACE;

  it('is compared as a vector where there is something to compare it with, and its cost kept', async () => {
    const { worker, ledger } = await setUp({ vectorSpace: space });

    await worker.say('what is my cat called?');

    const { embedding } = recallMemories.body.parse(ledger.gateway.callsOf(recallMemories)[0]?.body);
    expect([embedding?.space, embedding?.vector.length]).toEqual([space, 384]);
    expect(ledger.usage.map(({ model, payer }) => [model, payer])).toEqual([
      ['local/embed', 'user'],
      ['local/story', 'user'],
    ]);
  });

  it('costs nothing where there is not', async () => {
    const { worker, ledger } = await setUp({ vectorSpace: null });
    world.model.clearLog();

    await worker.say('what is my cat called?');

    expect(world.model.log().map(({ path }) => path)).toEqual(['/v1/chat/completions']);
    expect(ledger.gateway.callsOf(recallMemories)).toEqual([]);
  });

  it('goes by its words when the vendor does not embed it', async () => {
    const { worker, ledger } = await setUp({ vectorSpace: space });
    const local = worker.ctx.vendors.get('local');
    if (local === undefined) throw new Error('local is always offered');
    worker.ctx.vendors = new Map([['local', { ...local, embed: tooSlow }]]);

    const { stage } = await worker.say('what is my cat called?');

    expect(stage).toBe('settled');
    expect(ledger.gateway.callsOf(recallMemories)).toHaveLength(1);
    expect(ledger.gateway.callsOf(recallMemories)[0]?.body).not.toHaveProperty('embedding');
  });
});
