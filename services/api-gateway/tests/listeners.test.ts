import { randomUUID } from 'node:crypto';
import { getMark, keepShards, putMark, releaseShards, takeShards } from '@tzurot/contracts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { newSnowflake } from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());
afterEach(() => gateway.database.pool.query('DELETE FROM shard_leases'));

const newListener = () => ({ params: { listenerId: randomUUID() } });
type Listener = ReturnType<typeof newListener>;
const take = async (listener: Listener, most: number, shardCount = 4) =>
  (await gateway.bot.call(takeShards, { ...listener, body: { shardCount, most } })).shardIds;
const keep = async (listener: Listener) => (await gateway.bot.call(keepShards, listener)).shardIds;
/** As if the lease had been taken long ago. */
const runOut = ({ params }: Listener) =>
  gateway.database.pool.query('UPDATE shard_leases SET expires_at = now() WHERE listener_id = $1', [params.listenerId]);

it('gives every shard to one process, and none to those that come too late', async () => {
  const listeners = Array.from({ length: 4 }, newListener);

  const taken = await Promise.all(listeners.map((listener) => take(listener, 2)));

  expect(taken.flat().toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  expect(taken.map((shardIds) => shardIds.length).toSorted((a, b) => a - b)).toEqual([0, 0, 2, 2]);
});

it('gives the shards of a process that vanished to another, and tells the first when it comes back', async () => {
  const [vanished, next] = [newListener(), newListener()];
  await take(vanished, 4);
  const tooEarly = await take(next, 4);
  await runOut(vanished);

  const taken = await take(next, 1);

  expect(tooEarly).toEqual([]);
  expect(taken).toEqual([0]);
  expect(await keep(vanished)).toEqual([1, 2, 3]);
});

it('keeps a lease that has run out as long as nobody took it', async () => {
  const late = newListener();
  await take(late, 2);
  await runOut(late);

  const kept = await keep(late);

  expect(kept).toEqual([0, 1]);
  expect(await take(newListener(), 4)).toEqual([2, 3]);
});

it('gives back what a process releases', async () => {
  const listener = newListener();
  await take(listener, 4);

  await gateway.bot.call(releaseShards, listener);

  expect(await keep(listener)).toEqual([]);
  expect(await take(newListener(), 4)).toEqual([0, 1, 2, 3]);
});

it('gives nothing to a process that counts the shards otherwise than those that listen', async () => {
  const old = newListener();
  await take(old, 1, 4);

  const taken = await take(newListener(), 8, 8);
  await gateway.bot.call(releaseShards, old);

  expect(taken).toEqual([]);
  expect(await take(newListener(), 8, 8)).toHaveLength(8);
});

it('looks back from the oldest mark of late on a shard that is new', async () => {
  const [older, newer] = [newSnowflake(), newSnowflake()];
  await gateway.bot.call(putMark, { params: { shardId: 0 }, body: { mark: newer } });
  await gateway.bot.call(putMark, { params: { shardId: 1 }, body: { mark: older } });

  const { mark } = await gateway.bot.call(getMark, { params: { shardId: 2 } });

  expect(mark).toBe(older);
});
