import { finishReply, recordPost, settleTurn } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hashText } from '../src/outlets/index.ts';
import { VendorError } from '../src/vendors/index.ts';
import { createFakeLedger } from './fake-ledger.ts';
import { type ScriptedChat, scriptChat } from './scripted-chat.ts';
import { createTestWorker, startWorkerWorld, type TestWorker, until, type WorkerWorld } from './worker-world.ts';

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
});
afterAll(() => world.close());

/** A worker whose replies are shown while they are made, and a model that speaks when it is told to. */
async function setUp(turn: Parameters<typeof createFakeLedger>[0] = {}) {
  const places = world.newPlaces();
  const ledger = createFakeLedger({ isStreamed: true, ...turn });
  const worker = await createTestWorker(world, places, ledger);
  return { places, ledger, worker, model: scriptChat(worker), general: places.channels.general };
}

/** What the bot has said in a channel, oldest first. */
async function said(worker: TestWorker, channelId: string): Promise<string[]> {
  const messages = await worker.read(channelId);
  return messages.filter(({ author }) => author.bot === true).map(({ content }) => content);
}

/** Has the model say something, and waits until a person can read it. */
async function show(worker: TestWorker, model: ScriptedChat, channelId: string, text: string): Promise<void> {
  model.say(text);
  await until(`"${text}" can be read`, async () =>
    (await said(worker, channelId)).some((each) => each.includes(text.trim())),
  );
}

const edits = { method: 'PATCH', path: '/webhooks/' };
const executes = { method: 'POST', path: '/webhooks/' };

describe('a streamed reply', () => {
  it('can be read from its first words on, in one message that grows', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('hello');
    const answering = worker.answerAgain(trigger);
    await show(worker, model, general, 'The lamp is lit. ');
    const [first] = (await worker.read(general)).slice(1);
    await show(worker, model, general, 'The books are out. ');

    model.say('Sit down.');
    model.end();

    expect(await answering).toEqual({ stage: 'settled' });
    const replies = (await worker.read(general)).slice(1);
    expect(replies.map(({ id, content }) => [id, content])).toEqual([
      [first?.id, 'The lamp is lit. The books are out. Sit down.'],
    ]);
    expect(ledger.reply).toMatchObject({ state: 'complete', text: 'The lamp is lit. The books are out. Sit down.' });
    expect(ledger.posts).toMatchObject([{ state: 'sent', messageId: first?.id }]);
  });

  it('that is finished at once is sent once and never changed', async () => {
    const { worker, model, general } = await setUp();
    const seen = world.discord.readLog().length;
    model.say('Yes.');
    model.end();

    await worker.say('hello');

    expect(await said(worker, general)).toEqual(['Yes.']);
    expect(world.pathsSince(seen, 'PATCH')).toEqual([]);
  });

  it('flows over into further messages, and ends as the same reply does that was not streamed', async () => {
    const sentences = Array.from(
      { length: 120 },
      (_, index) => `This is sentence number ${index + 1} of a long story.`,
    );
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('hello');
    const answering = worker.answerAgain(trigger);
    for (let index = 0; index < sentences.length; index += 40) {
      const part = sentences.slice(index, index + 40);
      model.say(part.map((sentence) => `${sentence} `).join(''));
      await until('the part can be read', async () =>
        (await said(worker, general)).join(' ').includes(part.at(-2) ?? ''),
      );
    }
    model.end();
    await answering;
    const whole = await setUp({ isStreamed: false });
    whole.model.say(sentences.join(' '));
    whole.model.end();
    await whole.worker.say('hello');

    const streamed = await said(worker, general);
    expect(streamed.length).toBeGreaterThan(2);
    expect(streamed).toEqual(await said(whole.worker, whole.general));
    expect(ledger.reply?.text).toBe(whole.ledger.reply?.text);
    expect(ledger.posts.map(({ state }) => state)).toEqual(streamed.map(() => 'sent'));
  });

  it('keeps the name in front where the bot itself speaks', async () => {
    const { worker, model, places } = await setUp();
    const channelId = places.channels.quiet;
    const trigger = await worker.post('hello', { channelId });
    const answering = worker.answerAgain(trigger);
    await show(worker, model, channelId, 'The lamp is lit. ');
    model.say('Sit down.');
    model.end();

    await answering;

    expect(await said(worker, channelId)).toEqual(['**Lilith:** The lamp is lit. Sit down.']);
  });

  it('does not show what is cleaned away, not even for a moment', async () => {
    const { worker, model, general } = await setUp();
    const trigger = await worker.post('hello');
    const answering = worker.answerAgain(trigger);
    model.say('<think>She wants a story.</think>');
    await show(worker, model, general, 'Once upon a time. ');

    const early = await said(worker, general);
    model.end();
    await answering;

    expect(early).toEqual(['Once upon a time.']);
  });

  it('is not shown before it is finished where streaming is off', async () => {
    const { worker, model, general, ledger } = await setUp({ isStreamed: false });
    const answering = worker.say('hello');
    model.say('The lamp is lit. ');
    model.say('Sit down.');
    model.end();

    await answering;

    expect(await said(worker, general)).toEqual(['The lamp is lit. Sit down.']);
    expect(ledger.gateway.calls.map(({ name }) => name)).not.toContain('reply.begin');
  });
});

describe('a message that is edited while its reply is shown', () => {
  it('is answered anew in the same posts, and both calls are counted', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('is it day?');
    const answering = worker.answerAgain(trigger);
    await show(worker, model, general, 'It is day. ');
    const [first] = ledger.posts;

    ledger.turn = { ...ledger.turn, currentContent: 'is it night?' };
    await worker.edit(trigger.id);
    await until('the model is asked anew', () => model.calls === 2);
    model.say('It is night.');
    model.end();

    expect(await answering).toEqual({ stage: 'settled' });
    expect(await said(worker, general)).toEqual(['It is night.']);
    expect(ledger.posts).toMatchObject([{ state: 'sent', messageId: first?.messageId }]);
    expect(ledger.usage.map(({ outcome }) => outcome).toSorted()).toEqual(['answered', 'failed']);
  });

  it('is answered anew only once, however often it is edited', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('is it day?');
    const answering = worker.answerAgain(trigger);
    await show(worker, model, general, 'It is day. ');
    await worker.edit(trigger.id);
    await until('the model is asked anew', () => model.calls === 2);
    await worker.edit(trigger.id);
    model.say('It is night.');
    model.end();
    await answering;

    expect(model.calls).toBe(2);
    expect(await said(worker, general)).toEqual(['It is night.']);
    expect(ledger.reply?.text).toBe('It is night.');
  });

  it('keeps the reply whose answer is whole already', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('is it day?');
    ledger.before = (name) => {
      if (name === finishReply.name) void worker.edit(trigger.id);
    };
    model.say('It is day.');
    model.end();

    await worker.answerAgain(trigger);

    expect(model.calls).toBe(1);
    expect(await said(worker, general)).toEqual(['It is day.']);
  });
});

describe('a worker that dies in the middle of a streamed reply', () => {
  it('leaves a post that the next attempt rewrites: one reply stands, complete', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('hello');
    const stop = new AbortController();
    const dying = worker.answerAgain(trigger, { signal: stop.signal });
    await show(worker, model, general, 'The lamp is lit. ');
    const [half] = ledger.posts;
    stop.abort();
    await dying;

    model.say('A wholly different beginning, and an end.');
    model.end();
    const { stage } = await worker.answerAgain(trigger);

    expect(stage).toBe('settled');
    expect(await said(worker, general)).toEqual(['A wholly different beginning, and an end.']);
    expect(ledger.posts).toMatchObject([{ state: 'sent', messageId: half?.messageId }]);
    expect(model.calls).toBe(2);
  });

  it('before its first post was recorded leaves one that is found and rewritten', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('hello');
    const stop = new AbortController();
    ledger.before = (name, body) => {
      if (name === recordPost.name && (body as { state: string }).state === 'sent') {
        ledger.before = () => {};
        stop.abort();
        throw new AppError('cancelled', 'killed');
      }
    };
    const dying = worker.answerAgain(trigger, { signal: stop.signal });
    model.say('The lamp is lit. ');
    await dying;
    expect(ledger.posts).toMatchObject([{ state: 'sending', messageId: null }]);

    model.say('The lamp is lit, and the books are out.');
    model.end();
    await worker.answerAgain(trigger);

    expect(await said(worker, general)).toEqual(['The lamp is lit, and the books are out.']);
    expect(ledger.posts).toMatchObject([{ state: 'sent' }]);
  });

  it('with more posts than the next attempt needs leaves none too many', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('hello');
    const stop = new AbortController();
    const dying = worker.answerAgain(trigger, { signal: stop.signal });
    model.say('All work and no play. '.repeat(150));
    await until('both posts are recorded', () => ledger.posts.length === 2 && ledger.posts[1]?.state === 'sent');
    stop.abort();
    await dying;

    model.say('Short.');
    model.end();
    await worker.answerAgain(trigger);

    expect(await said(worker, general)).toEqual(['Short.']);
    expect(ledger.posts.map(({ state }) => state)).toEqual(['sent', 'deleted']);
  });

  it('after the answer was whole leaves nothing to ask again', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('hello');
    ledger.before = (name) => {
      if (name === 'reply.finish') throw new AppError('unavailable', 'killed');
    };
    const dying = worker.answerAgain(trigger);
    await show(worker, model, general, 'The lamp is lit. ');
    model.say('Sit down.');
    model.end();
    await dying;
    ledger.before = () => {};

    await worker.answerAgain(trigger);

    expect(model.calls).toBe(1);
    expect(await said(worker, general)).toEqual(['The lamp is lit. Sit down.']);
  });
});

describe('a message that goes while its reply is being streamed', () => {
  it('takes what stands of the reply with it', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('hello');
    const answering = worker.answerAgain(trigger);
    await show(worker, model, general, 'The lamp is lit. ');
    ledger.turn = { ...ledger.turn, isWithdrawn: true };

    await worker.withdraw(trigger.id);

    expect(await answering).toEqual({ stage: 'refused' });
    expect(await said(worker, general)).toEqual([]);
    expect(ledger.posts).toMatchObject([{ state: 'deleted' }]);
    expect(ledger.gateway.callsOf(settleTurn)[0]?.body).toMatchObject({ outcome: 'refused' });
    expect(ledger.usage).toMatchObject([{ outcome: 'failed' }]);
  });

  it('does so too when the worker that showed it is gone', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('hello');
    const stop = new AbortController();
    const dying = worker.answerAgain(trigger, { signal: stop.signal });
    await show(worker, model, general, 'The lamp is lit. ');
    stop.abort();
    await dying;
    ledger.turn = { ...ledger.turn, isWithdrawn: true };

    const { stage } = await worker.answerAgain(trigger);

    expect(stage).toBe('refused');
    expect(await said(worker, general)).toEqual([]);
    expect(model.calls).toBe(1);
  });
});

describe('an answer that is not whole', () => {
  it('because the vendor broke off stands as far as it came, with a mark, and its cost is kept', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('hello');
    const answering = worker.answerAgain(trigger);
    await show(worker, model, general, 'I open the door. ');
    model.say('The hall is');
    model.fail(
      new VendorError('local', 'down', 'the connection broke', { usage: { ...noUsage, completionTokens: 7 } }),
    );

    expect(await answering).toEqual({ stage: 'settled' });

    const [reply, ...more] = await said(worker, general);
    expect(reply).toMatch(/^I open the door\. The hall is\n-# Cut off: .*stopped answering/);
    expect(more).toEqual([]);
    expect(ledger.reply).toMatchObject({
      kind: 'reply',
      state: 'failed',
      text: 'I open the door. The hall is',
      endedBy: 'failed',
    });
    expect(ledger.usage).toMatchObject([{ outcome: 'failed', completionTokens: 7 }]);
    expect(model.calls).toBe(1);
  });

  it.each([
    ['length', 'reached its limit'],
    ['filtered', 'content filter'],
  ] as const)('because of %s is marked with why, and history gets the text alone', async (reason, why) => {
    const { worker, ledger, model, general } = await setUp();
    model.say('I open the door and');
    model.end(reason);

    await worker.say('hello');

    const [reply] = await said(worker, general);
    expect(reply).toContain('I open the door and\n-# Cut off:');
    expect(reply).toContain(why);
    expect(ledger.reply).toMatchObject({ state: 'complete', text: 'I open the door and', endedBy: reason });
  });

  it('because the vendor broke off before any text is a notice', async () => {
    const { worker, ledger, model } = await setUp();
    model.fail(new VendorError('local', 'down', 'the connection broke'));

    await worker.say('hello');

    expect(ledger.reply).toMatchObject({ kind: 'notice' });
  });
});

describe('what Discord does meanwhile', () => {
  it.each([
    ['a limit on changes', { kind: 'rate-limit', retryAfter: 0.3 }],
    ['a change that took effect without an answer', { kind: 'error-after', status: 502 }],
    ['a change that took no effect', { kind: 'error-before', status: 500 }],
    ['a broken connection', { kind: 'drop-answer' }],
  ] as const)('%s is outlasted, and the whole text stands once', async (_name, fault) => {
    const { worker, model, places, general } = await setUp();
    const trigger = await worker.post('hello');
    const answering = worker.answerAgain(trigger);
    await show(worker, model, general, 'The lamp is lit. ');
    world.discord.addFault({ ...fault, match: edits, times: 2, world: places.name });
    model.say('Sit down.');
    model.end();

    const { stage } = await answering;
    world.discord.clearFaults();

    expect(stage).toBe('settled');
    expect(await said(worker, general)).toEqual(['The lamp is lit. Sit down.']);
  });

  it('a doubtful first send is looked for, and its post rewritten', async () => {
    const { worker, ledger, model, places, general } = await setUp();
    world.discord.addFault({ kind: 'drop-answer', match: executes, world: places.name });
    const trigger = await worker.post('hello');
    const answering = worker.answerAgain(trigger);
    await show(worker, model, general, 'The lamp is lit. ');
    model.say('Sit down.');
    model.end();

    await answering;
    world.discord.clearFaults();

    expect(await said(worker, general)).toEqual(['The lamp is lit. Sit down.']);
    expect(ledger.posts).toMatchObject([{ state: 'sent' }]);
  });

  it('a first send that fails for good changes nothing for the finished reply', async () => {
    const { worker, model, places, general } = await setUp();
    world.discord.addFault({ kind: 'error-before', status: 503, match: executes, times: 1, world: places.name });
    const trigger = await worker.post('hello');
    const answering = worker.answerAgain(trigger);
    model.say('The lamp is lit. ');
    await until('the send was tried', () => model.calls === 1);
    model.end();

    await answering;
    world.discord.clearFaults();

    expect(await said(worker, general)).toEqual(['The lamp is lit.']);
  });

  it('a post that staff deleted is not said again', async () => {
    const { worker, ledger, model, places, general } = await setUp();
    const trigger = await worker.post('hello');
    const answering = worker.answerAgain(trigger);
    await show(worker, model, general, 'The lamp is lit. ');
    await until('the post is recorded', () => ledger.posts[0]?.messageId !== null);
    world.discord.addFault({
      kind: 'message-deleted',
      channelId: general,
      messageId: ledger.posts[0]?.messageId ?? '',
      world: places.name,
    });
    model.say('Sit down.');
    model.end();

    await answering;

    expect(await said(worker, general)).toEqual([]);
    expect(ledger.posts).toMatchObject([{ state: 'deleted' }]);
  });

  it('a webhook that is deleted is replaced, and the post with it', async () => {
    const { worker, ledger, model, places, general } = await setUp();
    const trigger = await worker.post('hello');
    const answering = worker.answerAgain(trigger);
    await show(worker, model, general, 'The lamp is lit. ');
    await until('the post is recorded', () => ledger.posts[0]?.messageId !== null);
    world.discord.addFault({
      kind: 'webhook-deleted',
      webhookId: ledger.posts[0]?.outlet?.webhookId ?? '',
      world: places.name,
    });
    model.say('Sit down.');
    model.end();

    await answering;

    const replies = await said(worker, general);
    expect(replies.at(-1)).toBe('The lamp is lit. Sit down.');
    expect(replies.filter((text) => text.includes('Sit down.'))).toHaveLength(1);
  });
});

it('resumes a finished reply whose draft stands, without asking', async () => {
  const { worker, ledger, model, general } = await setUp();
  const trigger = await worker.post('hello');
  ledger.before = (name) => {
    if (name === settleTurn.name) throw new AppError('unavailable', 'killed');
  };
  const dying = worker.answerAgain(trigger);
  await show(worker, model, general, 'The lamp is lit. ');
  model.say('Sit down.');
  model.end();
  await dying;
  ledger.before = () => {};
  // As if the last change had not been made either.
  ledger.posts = ledger.posts.map((post) => ({ ...post, hash: hashText('The lamp is lit.') }));

  await worker.answerAgain(trigger);

  expect(await said(worker, general)).toEqual(['The lamp is lit. Sit down.']);
  expect(model.calls).toBe(1);
});

const noUsage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, reasoningTokens: 0, costUsd: null };

describe('a reply that a person stops', () => {
  it('ends where it stands, says so, and is kept and paid for', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('hello');
    const answering = worker.answerAgain(trigger);
    await show(worker, model, general, 'The lamp is lit. ');

    await worker.stopReply();

    expect(await answering).toEqual({ stage: 'settled' });
    expect(await said(worker, general)).toEqual(['The lamp is lit.\n-# Stopped here by request.']);
    expect(ledger.reply).toMatchObject({ state: 'stopped', endedBy: 'stopped', text: 'The lamp is lit.' });
    expect(ledger.usage).toMatchObject([{ outcome: 'answered' }]);
    expect(model.calls).toBe(1);
  });

  it('is delivered as it was kept when the worker dies after that', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('hello');
    ledger.before = (name) => {
      if (name === 'reply.finish') throw new AppError('unavailable', 'the gateway is away');
    };
    const answering = worker.answerAgain(trigger);
    await show(worker, model, general, 'The lamp is lit. ');
    await worker.stopReply();
    await answering;
    ledger.before = () => {};

    expect(await worker.answerAgain(trigger)).toEqual({ stage: 'settled' });

    expect(await said(worker, general)).toEqual(['The lamp is lit.\n-# Stopped here by request.']);
    expect(model.calls).toBe(1);
  });

  it('goes when the worker died before it kept anything of it', async () => {
    const { worker, ledger, model, general } = await setUp();
    const trigger = await worker.post('hello');
    const dying = new AbortController();
    const answering = worker.answerAgain(trigger, { signal: dying.signal });
    await show(worker, model, general, 'The lamp is lit. ');
    dying.abort(new Error('the worker dies'));
    await answering;
    ledger.turn = { ...ledger.turn, isStopped: true };

    expect(await worker.answerAgain(trigger)).toEqual({ stage: 'refused' });

    expect(await said(worker, general)).toEqual([]);
    expect(model.calls).toBe(1);
  });
});
