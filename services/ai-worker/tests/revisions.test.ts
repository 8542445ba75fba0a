import { AppError } from '@tzurot/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { VendorError } from '../src/vendors/index.ts';
import { createFakeLedger } from './fake-ledger.ts';
import { scriptChat } from './scripted-chat.ts';
import { createTestWorker, startWorkerWorld, type WorkerWorld } from './worker-world.ts';

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
});
afterAll(() => world.close());

/** A reply that stands in the channel, and a turn that is reopened for another one. */
async function setUp(standing: string) {
  const places = world.newPlaces();
  const ledger = createFakeLedger({ isStreamed: true });
  const worker = await createTestWorker(world, places, ledger);
  const model = scriptChat(worker);
  model.say(standing);
  model.end();
  const { trigger } = await worker.say('hello');
  // As the gateway reopens it.
  const draft = { number: 1, isRevision: true, hint: null, continues: null, isPlaced: false };
  ledger.turn = { ...ledger.turn, fence: 2, draft };
  ledger.posts = ledger.posts.map((post) => ({ ...post, text: '', hash: '' }));
  Object.assign(ledger, { stage: 'accepted', isPlaced: false, reply: null });
  const read = async () => {
    const messages = await worker.read(places.channels.general);
    return messages.filter(({ author }) => author.bot === true).map(({ id, content }) => ({ id, content }));
  };
  return { ledger, worker, model, trigger, read };
}

const long = (word: string) => Array.from({ length: 500 }, (_, index) => `${word} ${index}.`).join(' ');

describe('a reply that is made anew', () => {
  it('stands in the messages of the old one, which is not asked for again', async () => {
    const { ledger, worker, model, trigger, read } = await setUp('The first words.');
    const [before] = await read();
    model.say('Other words.');
    model.end();

    expect(await worker.answerAgain(trigger)).toEqual({ stage: 'settled' });

    expect(await read()).toEqual([{ id: before?.id, content: 'Other words.' }]);
    expect(ledger.reply).toMatchObject({ number: 1, text: 'Other words.' });
    expect(model.calls).toBe(2);
  });

  it('gets further messages where it is longer, and takes away those beyond its end where it is shorter', async () => {
    const longer = await setUp('Short.');
    longer.model.say(long('Word'));
    longer.model.end();
    const shorter = await setUp(long('Word'));
    const before = await shorter.read();
    shorter.model.say('Short.');
    shorter.model.end();

    await longer.worker.answerAgain(longer.trigger);
    await shorter.worker.answerAgain(shorter.trigger);

    expect((await longer.read()).length).toBeGreaterThan(1);
    expect((await longer.read()).map(({ content }) => content).join('\n')).toContain('Word 499.');
    expect(before.length).toBeGreaterThan(1);
    expect(await shorter.read()).toEqual([{ id: before[0]?.id, content: 'Short.' }]);
  });

  it('leaves the old one where it is when the vendor fails', async () => {
    const { ledger, worker, model, trigger, read } = await setUp('The first words.');
    const before = await read();
    model.fail(new VendorError('local', 'down', 'it is down'));

    expect(await worker.answerAgain(trigger)).toEqual({ stage: 'settled' });

    expect(await read()).toEqual(before);
    expect(ledger.reply).toMatchObject({ kind: 'notice' });
  });

  it('leaves the old one where it is when the message to answer goes, or somebody stops it before its first word', async () => {
    const { ledger, worker, trigger, read, model } = await setUp('The first words.');
    const before = await read();

    ledger.turn = { ...ledger.turn, isWithdrawn: true };
    const withdrawn = await worker.answerAgain(trigger);
    ledger.turn = { ...ledger.turn, isWithdrawn: false, isStopped: true };
    const stopped = await worker.answerAgain(trigger);

    expect([withdrawn, stopped]).toEqual([{ stage: 'settled' }, { stage: 'settled' }]);
    expect(await read()).toEqual(before);
    expect(model.calls).toBe(1);
  });

  it('is brought to its messages by the next worker when one dies in between, and paid for once', async () => {
    const { ledger, worker, model, trigger, read } = await setUp(long('Word'));
    model.say('Other words.');
    model.end();
    ledger.before = (name) => {
      if (name === 'post.record') throw new AppError('unavailable', 'the gateway is away');
    };
    await worker.answerAgain(trigger);
    ledger.before = () => {};

    expect(await worker.answerAgain(trigger)).toEqual({ stage: 'settled' });

    expect((await read()).map(({ content }) => content)).toEqual(['Other words.']);
    expect(model.calls).toBe(2);
  });
});

it('brings an earlier reply back without asking the model', async () => {
  const { worker, model, trigger, read, ledger } = await setUp('The first words.');
  const first = { ...ledger.turn.draft, number: 0 };
  model.say('Other words.');
  model.end();
  await worker.answerAgain(trigger);
  const [between] = await read();
  ledger.turn = { ...ledger.turn, draft: first };
  ledger.posts = ledger.posts.map((post) => ({ ...post, text: '', hash: '' }));
  const answer = 'The first words.';
  const reply = { number: 0, kind: 'reply', state: 'complete', answer, endedBy: 'stop', text: answer } as const;
  Object.assign(ledger, { stage: 'accepted', isPlaced: false, reply });

  expect(await worker.answerAgain(trigger)).toEqual({ stage: 'settled' });

  expect(between?.content).toBe('Other words.');
  expect(await read()).toEqual([{ id: between?.id, content: 'The first words.' }]);
  expect(model.calls).toBe(2);
});
