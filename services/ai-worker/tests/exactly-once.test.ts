import { recordPost, releaseTurn, removeTwins, settleTurn } from '@tzurot/contracts';
import { systemClock } from '@tzurot/platform';
import { fakeLog } from '@tzurot/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { removeTwinsJob } from '../src/jobs/remove-twins.ts';
import { type BotBudget, BotBusyError } from '../src/outlets/bot-budget.ts';
import { createBotBudget, hashText } from '../src/outlets/index.ts';
import { createFakeLedger, type FakeLedger, openedTurn, TURN_ID } from './fake-ledger.ts';
import { createTestWorker, startWorkerWorld, type TestWorker, until, type WorkerWorld } from './worker-world.ts';

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
});
afterAll(() => world.close());

/** A worker in a channel whose webhook is known already, so that faults hit the sending alone. */
async function setUp(options: Parameters<typeof createTestWorker>[3] = {}) {
  const places = world.newPlaces();
  const first = createFakeLedger();
  const warm = await createTestWorker(world, places, first, options);
  await warm.say('warm up');
  const ledger = createFakeLedger({ webhook: first.webhooks.get(places.channels.general) ?? null });
  // One ledger knows what all turns have said.
  for (const { messageId } of first.posts) if (messageId !== null) ledger.claimedElsewhere.add(messageId);
  const worker = await createTestWorker(world, places, ledger, options);
  return { places, ledger, worker, general: places.channels.general };
}

/** What was said in a channel since the warm-up. */
async function said(worker: TestWorker, channelId: string): Promise<string[]> {
  const messages = await worker.read(channelId);
  const ofOurs = messages.slice(2).filter(({ author }) => author.bot === true);
  return ofOurs.map(({ content }) => content);
}

/** @returns how the calls that were not allowed ended */
async function callOften(budget: BotBudget): Promise<unknown[]> {
  const calls = await Promise.allSettled(Array.from({ length: 60 }, () => budget.forCall()));
  return calls.filter(({ status }) => status === 'rejected');
}

/** As an earlier attempt leaves it that ended between the mark and the sending. */
function storeEarlier(ledger: FakeLedger, text: string): void {
  ledger.reply = { number: 0, kind: 'reply', state: 'complete', answer: text, endedBy: 'stop', text };
  ledger.stage = 'spoken';
  ledger.posts = [
    {
      chunk: 0,
      text,
      hash: hashText(text),
      state: 'sending',
      sendingAt: new Date().toISOString(),
      messageId: null,
      outlet: ledger.turn.webhook && { webhookId: ledger.turn.webhook.id, name: 'Lilith' },
    },
  ];
}

function isObject(value: unknown): value is { chunk?: unknown; state?: unknown } {
  return typeof value === 'object' && value !== null;
}

/** As all workers' together is, but quicker: a few calls at once, and then one after another. */
function narrowBudget(): BotBudget {
  const capacity = 5;
  const refillPerMs = 0.5;
  let left = capacity;
  let refilledAt = performance.now();
  const forCall = () => {
    const now = performance.now();
    left = Math.min(capacity, left + (now - refilledAt) * refillPerMs);
    refilledAt = now;
    if (left < 1) return Promise.reject(new BotBusyError(2));
    left -= 1;
    return Promise.resolve();
  };
  return { forCall, forTyping: async () => {} };
}

const jobFacts = () => ({
  signal: new AbortController().signal,
  log: fakeLog().log,
  traceId: '0'.repeat(32),
  jobId: 'job',
  attempt: 1,
});

const executes = { method: 'POST', path: '/webhooks/' };
const statesOf = (ledger: FakeLedger) => ledger.posts.map(({ state }) => state);

/** A request takes effect late; its message stands there twice once the late one has come. */
async function sayTwice() {
  const { worker, ledger, places, general } = await setUp();
  world.discord.addFault({ kind: 'delay-before', delayMs: 900, match: executes, world: places.name });
  const { stage } = await worker.say('hello');
  const lookAgain = () => removeTwinsJob.answer({ turnId: TURN_ID }, worker.ctx, jobFacts());
  await until('the late one is there', async () => (await said(worker, general)).length === 2);
  return { worker, ledger, general, stage, lookAgain };
}

/** The worker dies behind the send. */
async function sendAndDie(options: Parameters<typeof setUp>[0] = {}) {
  const all = await setUp(options);
  let isDown = true;
  all.ledger.before = (name) => {
    if (isDown && name === settleTurn.name) throw new Error('killed');
  };
  const { trigger } = await all.worker.say('hello');
  isDown = false;
  return { ...all, trigger };
}

describe('after a doubtful send', () => {
  it.each([
    ['an error after it took effect', { kind: 'error-after', status: 502 }],
    ['a broken connection', { kind: 'drop-answer' }],
    ['an answer that came too late', { kind: 'delay', delayMs: 900 }],
    ['a page of HTML for an answer', { kind: 'html-error', status: 502 }],
    ['an error before it took effect', { kind: 'error-before', status: 500 }],
    ['a request that took effect late', { kind: 'delay-before', delayMs: 450 }],
  ] as const)('with %s, the reply stands there once', async (_name, fault) => {
    const { worker, ledger, places, general } = await setUp();
    world.discord.addFault({ ...fault, match: executes, world: places.name });

    const { stage } = await worker.say('hello');
    world.discord.clearFaults();

    expect(stage).toBe('settled');
    expect(await said(worker, general)).toEqual([ledger.reply?.text]);
    expect(statesOf(ledger)).toEqual(['sent']);
  });

  it('of one chunk among several, each stands there once and in order', async () => {
    const { worker, ledger, places, general } = await setUp();
    ledger.turn = { ...ledger.turn, preset: { ...openedTurn.preset, model: 'local/long-6000' } };
    let chunks = 0;
    ledger.before = (name) => {
      if (name === recordPost.name && ++chunks === 2) {
        world.discord.addFault({ kind: 'error-after', status: 500, match: executes, world: places.name });
      }
    };

    await worker.say('hello');

    expect(await said(worker, general)).toEqual(ledger.posts.map(({ text }) => text));
    expect(new Set(statesOf(ledger))).toEqual(new Set(['sent']));
  });

  it('the same words of another turn, said meanwhile, are not taken for ours', async () => {
    const { worker, ledger, places, general } = await setUp();
    const trigger = await worker.post('hello');
    const other = createFakeLedger({ webhook: ledger.turn.webhook });
    await (await createTestWorker(world, places, other)).say('hello');
    const [theirs] = other.posts;
    ledger.claimedElsewhere.add(theirs?.messageId ?? '');
    world.discord.addFault({ kind: 'error-before', status: 500, match: executes, world: places.name });

    await worker.answerAgain(trigger);

    expect(await said(worker, general)).toEqual([theirs?.text, theirs?.text]);
    expect(ledger.posts[0]?.messageId).not.toBe(theirs?.messageId);
  });

  it('the same words of another character, not yet recorded, are not taken for ours', async () => {
    const text = '*nods*';
    const { worker, ledger, general } = await setUp();
    const trigger = await worker.post('hello');
    const { id, token } = ledger.turn.webhook ?? { id: '', token: '' };
    await fetch(`${world.discord.url}/api/v10/webhooks/${id}/${token}?wait=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ content: text, username: 'Pip' }),
    });
    storeEarlier(ledger, text);

    await worker.answerAgain(trigger);

    const names = (await worker.read(general))
      .filter(({ content }) => content === text)
      .map(({ author }) => author.username);
    expect(names).toEqual(['Pip', 'Lilith']);
  });

  it('where history cannot be read, nothing is sent again', async () => {
    const { worker, ledger, places, general } = await setUp();
    const readHistory = (1n << 16n).toString();
    world.discord.addFault({
      kind: 'permission-removed',
      channelId: general,
      permissions: readHistory,
      world: places.name,
    });
    world.discord.addFault({ kind: 'error-after', status: 500, match: executes, world: places.name });

    const { stage } = await worker.say('hello');

    expect(stage).toBe('settled');
    expect(statesOf(ledger)).toEqual(['uncertain']);
    expect(await said(worker, general)).toHaveLength(1);
  });

  it('while Discord is away altogether, the turn is given back and said later, once', async () => {
    const { worker, ledger, places, general } = await setUp();
    world.discord.addFault({ kind: 'error-after', status: 500, match: executes, world: places.name });
    world.discord.addFault({
      kind: 'error-before',
      status: 503,
      times: null,
      match: { method: 'GET', path: `/channels/${general}/messages`, user: 'Tzurot' },
      world: places.name,
    });
    const { stage, trigger } = await worker.say('hello');
    world.discord.clearFaults();

    const resumed = await worker.answerAgain(trigger);

    expect([stage, resumed.stage]).toEqual(['spoken', 'settled']);
    expect(ledger.gateway.callsOf(releaseTurn)).toHaveLength(1);
    expect(await said(worker, general)).toEqual([ledger.reply?.text]);
  });
});

describe('a request that takes effect later than anybody waited for', () => {
  it('is removed, and what was said in its place stays', async () => {
    const { worker, ledger, general, stage, lookAgain } = await sayTwice();

    const { removed } = removeTwins.output.parse(await lookAgain());

    expect([stage, removed]).toEqual(['settled', 1]);
    expect((await worker.read(general)).map(({ id }) => id)).toContain(ledger.posts[0]?.messageId);
    expect(await said(worker, general)).toEqual([ledger.reply?.text]);
  });

  it('is left alone as long as it may be the post of another turn', async () => {
    const { worker, ledger, general, lookAgain } = await sayTwice();
    ledger.posts = ledger.posts.map((post) => ({ ...post, state: 'sending', messageId: null }));

    const { removed } = removeTwins.output.parse(await lookAgain());

    expect(removed).toBe(0);
    expect(await said(worker, general)).toHaveLength(2);
  });
});

it('says a reply no second time that somebody deleted before it was recorded', async () => {
  const { worker, ledger, general } = await setUp();
  let isDown = true;
  ledger.before = (name) => {
    if (isDown && name === settleTurn.name) throw new Error('killed');
  };
  const { trigger } = await worker.say('hello');
  isDown = false;
  const sent = (await worker.read(general)).at(-1);
  const { id = '', token = '' } = ledger.turn.webhook ?? {};
  await fetch(`${world.discord.url}/api/v10/webhooks/${id}/${token}/messages/${sent?.id}`, { method: 'DELETE' });
  ledger.removed = [{ id: sent?.id ?? '', webhookId: id, name: 'Lilith', text: sent?.content ?? '' }];

  const { stage } = await worker.answerAgain(trigger);

  expect(stage).toBe('settled');
  expect(ledger.posts).toMatchObject([{ state: 'deleted', messageId: sent?.id }]);
  expect(await said(worker, general)).toEqual([]);
});

describe('after the answer to a send was lost, the reply is found', () => {
  it('although its character was renamed meanwhile', async () => {
    const { worker, ledger, general, trigger } = await sendAndDie();
    const { speaker } = ledger.turn;
    ledger.turn = { ...ledger.turn, speaker: speaker && { ...speaker, name: 'Lady Lilith' } };

    await worker.answerAgain(trigger);

    expect(statesOf(ledger)).toEqual(['sent']);
    expect(await said(worker, general)).toHaveLength(1);
  });

  it.each([
    ['a minute ahead', 60_000],
    ['a minute behind', -60_000],
  ])('by a worker whose clock is %s', async (_name, aheadMs) => {
    const clock = { ...systemClock, now: () => new Date(Date.now() + aheadMs) };
    const { worker, ledger, general, trigger } = await sendAndDie({ clock });

    const { stage } = await worker.answerAgain(trigger);

    expect(stage).toBe('settled');
    expect(statesOf(ledger)).toEqual(['sent']);
    expect(await said(worker, general)).toHaveLength(1);
  });

  it('by a worker whose clock is a minute ahead, when the message takes effect only now', async () => {
    const clock = { ...systemClock, now: () => new Date(Date.now() + 60_000) };
    const { worker, ledger, places, general } = await setUp({ clock });
    world.discord.addFault({ kind: 'delay-before', delayMs: 450, match: executes, world: places.name });

    const { stage } = await worker.say('hello');

    expect(stage).toBe('settled');
    expect(ledger.doubts).toEqual([]);
    expect(await said(worker, general)).toEqual([ledger.reply?.text]);
  });
});

it('sends nothing under a mark that grew old while the gateway recorded it', async () => {
  const { worker, ledger, general } = await setUp();
  ledger.turn = { ...ledger.turn, preset: { ...openedTurn.preset, model: 'local/long-3000' } };
  const marks: unknown[] = [];
  ledger.before = (name, body) => {
    if (name !== recordPost.name || !isObject(body) || body.state !== 'sending') return;
    marks.push(body.chunk);
    if (marks.length === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  };

  await worker.say('hello');

  expect(marks.length).toBeGreaterThan(1);
  expect(await said(worker, general)).toEqual(ledger.posts.map(({ text }) => text));
});

describe('a turn that was interrupted', () => {
  it('between the sending and its record finds what it said', async () => {
    const { worker, ledger, general } = await setUp();
    let isDown = true;
    ledger.before = (name) => {
      if (isDown && name === settleTurn.name) throw new Error('killed');
    };
    const { trigger } = await worker.say('hello');
    isDown = false;
    expect(statesOf(ledger)).toEqual(['sending']);

    await worker.answerAgain(trigger);

    expect(statesOf(ledger)).toEqual(['sent']);
    expect(await said(worker, general)).toHaveLength(1);
  });

  it('and whose character is gone since then finds what it said', async () => {
    const { worker, ledger, general } = await setUp();
    let isDown = true;
    ledger.before = (name) => {
      if (isDown && name === settleTurn.name) throw new Error('killed');
    };
    const { trigger } = await worker.say('hello');
    isDown = false;
    ledger.turn = { ...ledger.turn, speaker: null };

    await worker.answerAgain(trigger);

    expect(statesOf(ledger)).toEqual(['sent']);
    expect(await said(worker, general)).toHaveLength(1);
  });

  it('between the record and the sending says it after all', async () => {
    const { worker, ledger, general } = await setUp();
    const text = 'Said in another life.';
    const trigger = await worker.post('hello');
    storeEarlier(ledger, text);
    world.model.clearLog();

    const { stage } = await worker.answerAgain(trigger);

    expect(stage).toBe('settled');
    expect((await worker.read(general)).filter(({ content }) => content === text)).toHaveLength(1);
    expect(world.model.log()).toEqual([]);
  });
});

describe('the bot itself', () => {
  it.each([
    ['an error after it took effect', { kind: 'error-after', status: 502 }],
    ['a broken connection', { kind: 'drop-answer' }],
    ['an error before it took effect', { kind: 'error-before', status: 500 }],
  ] as const)('says its words once, with %s', async (_name, fault) => {
    const { worker, ledger, places } = await setUp();
    const channelId = places.channels.quiet;
    world.discord.addFault({
      ...fault,
      match: { method: 'POST', path: `/channels/${channelId}/messages`, user: 'Tzurot' },
      world: places.name,
    });

    const { stage } = await worker.say('hello', { place: { channelId } });

    expect(stage).toBe('settled');
    expect((await worker.read(channelId)).slice(1).map(({ content }) => content)).toEqual([
      `**Lilith:** ${ledger.reply?.text}`,
    ]);
    expect(statesOf(ledger)).toEqual(['sent']);
  });

  it('keeps its doubt while it waits for a limit', async () => {
    const { worker, ledger, places } = await setUp();
    const channelId = places.channels.quiet;
    const real = { ...worker.ctx.discord };
    let sends = 0;
    worker.ctx.discord.sendMessage = async (...message) => {
      sends += 1;
      if (sends === 2) throw new BotBusyError(20);
      const sent = await real.sendMessage(...message);
      if (sends === 1) throw new Error('the answer was lost');
      return sent;
    };

    await worker.say('hello', { place: { channelId } });

    expect(await worker.read(channelId)).toHaveLength(2);
    expect(ledger.gateway.callsOf(recordPost)).toEqual([]);
    expect(statesOf(ledger)).toEqual(['sent']);
  });

  it('looks for them when Discord has forgotten the nonce', async () => {
    const { worker, ledger, places } = await setUp();
    const channelId = places.channels.quiet;
    let isDown = true;
    ledger.before = (name) => {
      if (isDown && name === settleTurn.name) throw new Error('killed');
    };
    const { trigger } = await worker.say('hello', { place: { channelId } });
    isDown = false;
    ledger.posts = ledger.posts.map((each) => ({
      ...each,
      sendingAt: new Date(Date.now() - 3_000).toISOString(),
    }));
    const seen = world.discord.readLog().length;

    await worker.answerAgain(trigger);

    const posts = world.pathsSince(seen, 'POST').filter((path) => path.endsWith('/messages'));
    expect(posts).toEqual([]);
    expect(await worker.read(channelId)).toHaveLength(2);
    expect(statesOf(ledger)).toEqual(['sent']);
  });
});

describe('limits of Discord', () => {
  it('are waited for, and the reply comes once', async () => {
    const { worker, ledger, places, general } = await setUp();
    world.discord.addFault({ kind: 'rate-limit', retryAfter: 0.3, match: executes, world: places.name });

    const { stage } = await worker.say('hello');

    expect(stage).toBe('settled');
    expect(await said(worker, general)).toEqual([ledger.reply?.text]);
    // The mark was renewed after the wait, so that nobody who takes over looks too early.
    expect(ledger.gateway.callsOf(recordPost).map(({ body }) => (body as { state: string }).state)).toEqual([
      'sending',
    ]);
  });

  it('that last too long give the turn back, with the time to wait', async () => {
    const { worker, ledger, places, general } = await setUp();
    world.discord.addFault({ kind: 'rate-limit', retryAfter: 90, match: executes, world: places.name });

    const { stage } = await worker.say('hello');

    expect(stage).toBe('spoken');
    expect(ledger.gateway.callsOf(releaseTurn)[0]?.body).toMatchObject({ retryAfterMs: expect.closeTo(90_000, -3) });
    expect(await said(worker, general)).toEqual([]);
  });
});

describe('the calls that all workers may make together', () => {
  it('being used up, the bot waits with its words, and goes without showing that it types', async () => {
    let calls = 0;
    const forCall = () => {
      calls += 1;
      return calls % 2 === 1 ? Promise.reject(new BotBusyError(20)) : Promise.resolve();
    };
    const budget = { forCall, forTyping: () => Promise.reject(new BotBusyError(20)) };
    const seen = world.discord.readLog().length;
    const places = world.newPlaces();
    const ledger = createFakeLedger();
    const worker = await createTestWorker(world, places, ledger, { budget });
    const channelId = places.channels.quiet;

    const { stage } = await worker.say('hello', { place: { channelId } });

    expect(stage).toBe('settled');
    expect((await worker.read(channelId)).slice(1).map(({ content }) => content)).toEqual([
      `**Lilith:** ${ledger.reply?.text}`,
    ]);
    expect(world.pathsSince(seen, 'POST').filter((path) => path.endsWith('/typing'))).toEqual([]);
  });

  it('are enough for many channels that are used for the first time at once', async () => {
    const places = world.newPlaces();
    const { ada } = places.people;
    const headers = { authorization: ada.token, 'content-type': 'application/json' };
    const made = Array.from({ length: 40 }, async (_, number) => {
      const body = JSON.stringify({ name: `room-${number}` });
      const path = `/api/v10/guilds/${places.guild.id}/channels`;
      const channel = await fetch(`${world.discord.url}${path}`, { method: 'POST', headers, body });
      return z.object({ id: z.string() }).parse(await channel.json()).id;
    });
    const channelIds = await Promise.all(made);
    const ledger = createFakeLedger();
    const { ctx } = await createTestWorker(world, places, ledger, { budget: narrowBudget() });

    const found = await Promise.allSettled(channelIds.map((id) => ctx.webhooks.find(id)));

    expect(found.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(ledger.webhooks.size).toBe(40);
  });

  it('are counted in shared state, and not at all while that is away', async () => {
    const fake = fakeLog();
    const gone = { takeToken: () => Promise.reject(new Error('away')) };
    const counted = createBotBudget(world.state, fake.log);
    const uncounted = createBotBudget({ ...world.state, ...gone }, fake.log);

    const refused = await callOften(counted);
    const refusedBlindly = await callOften(uncounted);

    expect(refused.length).toBeGreaterThan(10);
    expect(refusedBlindly).toEqual([]);
    await expect(counted.forTyping()).resolves.toBeUndefined();
    expect(fake.messages('warn')).toContain('calls with the bot token are not counted');
  });
});

it('says the same words of two turns twice, at once', async () => {
  const { worker, places, general, ledger } = await setUp();
  const other = createFakeLedger({ webhook: ledger.turn.webhook });
  const second = await createTestWorker(world, places, other);

  await Promise.all([worker.say('hello'), second.say('hello')]);

  await until('both are there', async () => (await worker.read(general)).length === 6);
  const replies = (await worker.read(general)).filter(({ content }) => content === ledger.reply?.text);
  expect(new Set(replies.map(({ id }) => id)).size).toBe(2);
});
