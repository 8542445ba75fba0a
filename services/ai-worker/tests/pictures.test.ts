import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type Clock, systemClock } from '@tzurot/platform';
import { fakeLog } from '@tzurot/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createFakeLedger, newPicture, openedTurn } from './fake-ledger.ts';
import { createTestWorker, startWorkerWorld, type TestWorker, until, type WorkerWorld } from './worker-world.ts';

const BYTES = Buffer.from('the bytes of a picture');
const DAY_MS = 24 * 60 * 60_000;

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
});
afterAll(() => world.close());

type Options = Parameters<typeof createTestWorker>[3];

/** A turn of a character with a picture, and a worker that is told what the operator set. */
async function setUp(
  operatorOf: (channels: TestWorker['places']['channels']) => NonNullable<Options>['operator'] = () => ({}),
  options: Options = {},
) {
  const places = world.newPlaces();
  const picture = newPicture();
  const ledger = createFakeLedger(speaking({ picture }));
  const operator = operatorOf(places.channels) ?? {};
  const newWorker = (turnLedger = ledger) => createTestWorker(world, places, turnLedger, { operator, ...options });
  return { places, picture, ledger, worker: await newWorker(), newWorker, general: places.channels.general };
}

const inStaff = ({ staff }: TestWorker['places']['channels']) => ({ ASSET_CHANNEL_ID: staff });

function speaking(changes: Partial<NonNullable<typeof openedTurn.speaker>>): Parameters<typeof createFakeLedger>[0] {
  if (openedTurn.speaker === null) throw new Error('nobody speaks');
  return { speaker: { ...openedTurn.speaker, ...changes } };
}

/** What Discord's CDN shows beside the last message; null when it shows nothing. */
async function lastFace(worker: TestWorker, channelId: string): Promise<Buffer | null> {
  const author = (await worker.read(channelId)).at(-1)?.author;
  if (author === undefined || author.avatar === null) return null;
  const response = await fetch(`${world.discord.url}/avatars/${author.id}/${author.avatar}.png`);
  return response.ok ? Buffer.from(await response.arrayBuffer()) : null;
}

/** Discord fetches in the background. */
async function showsPicture(worker: TestWorker, channelId: string): Promise<void> {
  await until('the picture is shown', async () => (await lastFace(worker, channelId))?.equals(BYTES) === true);
}

const uploadsIn = async (worker: TestWorker, channelId: string) =>
  (await worker.read(channelId)).filter(({ author }) => author.id === worker.places.bot.id);

const statusOf = async (url: string | null) => (await fetch(url ?? '')).status;

describe('with a public address of the gateway', () => {
  it('a character is seen with its picture', async () => {
    const asked: unknown[] = [];
    const gateway = createServer((request, response) => {
      asked.push(request.url);
      response.setHeader('content-type', 'image/png').end(BYTES);
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const { port } = gateway.address() as AddressInfo;
    const { worker, picture, general } = await setUp(({ staff }) => ({
      PUBLIC_URL: `http://127.0.0.1:${port}/tzurot/`,
      ASSET_CHANNEL_ID: staff,
    }));

    await worker.say('hello');

    await showsPicture(worker, general);
    expect(asked).toEqual([`/tzurot${picture.path}`]);
    expect(worker.ctx.avatars.report()).toEqual({ way: 'public-url', problem: null });
    await new Promise((resolve) => gateway.close(resolve));
  });

  it('an address of its own goes before the picture', async () => {
    const { worker } = await setUp(() => ({ PUBLIC_URL: 'https://bot.example' }));
    const avatarUrl = 'https://pictures.example/lilith.png';

    const url = await worker.ctx.avatars.urlOf({ avatarUrl, picture: newPicture() });
    const other = await worker.ctx.avatars.urlOf({ avatarUrl: 'nonsense', picture: null });

    expect([url, other]).toEqual([avatarUrl, null]);
  });
});

describe('with a channel for pictures', () => {
  it('a picture is uploaded once, and every worker finds it again', async () => {
    const { worker, newWorker, ledger, picture, general, places } = await setUp(inStaff);

    await worker.say('hello');
    await showsPicture(worker, general);
    await worker.answerAgain(await worker.post('again'));
    const known = createFakeLedger(speaking({ picture }));
    known.uploads = ledger.uploads;
    const third = await newWorker(known);
    await third.say('and again');

    await showsPicture(third, general);
    const uploads = await uploadsIn(worker, places.channels.staff);
    expect(uploads).toHaveLength(1);
    expect(ledger.uploads.get(picture.id)).toEqual({
      channelId: places.channels.staff,
      messageId: uploads[0]?.id,
    });
    expect(third.ctx.avatars.report()).toEqual({ way: 'asset-channel', problem: null });
  });

  it('two workers that upload at the same moment make one message', async () => {
    const { worker, newWorker, picture, places } = await setUp(inStaff);
    const other = await newWorker();
    const speaker = { avatarUrl: null, picture };

    const urls = await Promise.all([worker, worker, other].map(({ ctx }) => ctx.avatars.urlOf(speaker)));

    expect(urls.every((url) => url?.includes('/attachments/'))).toBe(true);
    expect(await uploadsIn(worker, places.channels.staff)).toHaveLength(1);
  });

  it('an address that ends is replaced before it does, without another upload', async () => {
    let aheadMs = 0;
    const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + aheadMs) };
    const wait = (ms: number) => {
      aheadMs += ms;
      world.discord.advanceClock(ms);
    };
    const { worker, places, picture } = await setUp(inStaff, { clock });
    const speaker = { avatarUrl: null, picture };

    const first = await worker.ctx.avatars.urlOf(speaker);
    wait(DAY_MS - 11 * 60_000);
    const same = await worker.ctx.avatars.urlOf(speaker);
    wait(2 * 60_000);
    const second = await worker.ctx.avatars.urlOf(speaker);
    wait(DAY_MS);
    const third = await worker.ctx.avatars.urlOf(speaker);

    expect(same).toBe(first);
    expect(new Set([first, second, third]).size).toBe(3);
    expect([await statusOf(first), await statusOf(second), await statusOf(third)]).toEqual([404, 404, 200]);
    expect(await uploadsIn(worker, places.channels.staff)).toHaveLength(1);
  });

  it('a picture whose message was deleted, or is in another channel, is uploaded again', async () => {
    const { worker, ledger, picture, general, places } = await setUp(inStaff);
    const { staff } = places.channels;
    ledger.uploads.set(picture.id, { channelId: staff, messageId: places.channels.general });

    await worker.say('hello');
    const afterDeletion = ledger.uploads.get(picture.id);
    const elsewhere = createFakeLedger(speaking({ picture }));
    elsewhere.uploads.set(picture.id, { channelId: general, messageId: afterDeletion?.messageId ?? '' });
    const moved = await createTestWorker(world, places, elsewhere, { operator: { ASSET_CHANNEL_ID: staff } });
    await moved.say('hello');

    await showsPicture(moved, general);
    expect(afterDeletion?.channelId).toBe(staff);
    expect(elsewhere.uploads.get(picture.id)?.channelId).toBe(staff);
  });

  it('that is gone, characters speak without a picture, which is logged once and told', async () => {
    const log = fakeLog();
    let aheadMs = 0;
    const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + aheadMs) };
    const { worker, general, picture } = await setUp(() => ({ ASSET_CHANNEL_ID: '100000000000000001' }), {
      log: log.log,
      clock,
    });
    const seen = world.discord.readLog().length;

    const { stage, trigger } = await worker.say('hello');
    await worker.answerAgain(trigger);
    const asked = world.pathsSince(seen).filter((path) => path.includes('100000000000000001')).length;
    aheadMs += 61_000;
    await worker.ctx.avatars.urlOf({ avatarUrl: null, picture });

    const reply = (await worker.read(general)).at(-1);
    expect(stage).toBe('settled');
    expect(reply?.author).toMatchObject({ username: 'Lilith', avatar: null });
    expect(asked).toBe(1);
    expect(log.messages('warn').filter((message) => message.startsWith('picture'))).toHaveLength(1);
    expect(worker.ctx.avatars.report()).toEqual({ way: 'asset-channel', problem: 'the channel is gone (10003)' });
  });

  it('the bot itself uploads nothing where no picture would be seen', async () => {
    const { worker, places } = await setUp(inStaff);
    const channelId = await worker.openDm();

    await worker.say('hello', { place: { channelId, kind: 'dm', reach: 'owner_dm' } });

    expect(await uploadsIn(worker, places.channels.staff)).toEqual([]);
  });
});

describe('with neither', () => {
  it('a character speaks without a picture, and the reason is told', async () => {
    const { worker, general } = await setUp();

    await worker.say('hello');

    expect((await worker.read(general)).at(-1)?.author).toMatchObject({ username: 'Lilith', avatar: null });
    expect(worker.ctx.avatars.report()).toEqual({
      way: 'none',
      problem: 'neither PUBLIC_URL nor ASSET_CHANNEL_ID is set',
    });
  });
});
