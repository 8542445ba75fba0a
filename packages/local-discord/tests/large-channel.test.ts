import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type APIMessage, MessageType } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLinks } from '../src/cdn/links.ts';
import { createClock } from '../src/clock.ts';
import { defaultWorld, type LocalDiscord, startLocalDiscord } from '../src/index.ts';
import { callApi } from '../src/testing/index.ts';
import { makeMessage } from '../src/world/make.ts';
import { createSnowflakes, snowflakeAt } from '../src/world/snowflake.ts';
import { allEntries } from '../src/world/state-entries.ts';
import { openStateFile } from '../src/world/state-file.ts';
import { createWorlds } from '../src/world/worlds.ts';

const SIZE = 100_000;
const { general, adults } = defaultWorld.channels;

const author = { kind: 'user', userId: defaultWorld.people.ben.id } as const;

/** A state in which one channel holds a hundred thousand messages, a second apart, and another a hundred. */
async function writeState(path: string): Promise<void> {
  const clock = createClock();
  const worlds = createWorlds({
    clock,
    newId: createSnowflakes(clock),
    links: createLinks(clock, () => ''),
    onEvent: () => undefined,
    onMade: () => undefined,
    onReplaced: () => undefined,
  });
  const world = worlds.get('default');
  if (!world) throw new Error('there is a default world');
  const nowMs = clock.now();
  for (const [channelId, size] of [
    [general, SIZE],
    [adults, 100],
  ] as const) {
    const channel = world.channels.get(channelId);
    for (let n = 0; n < size; n += 1) {
      const sentAtMs = nowMs - (size - n) * 1_000;
      const message = makeMessage(snowflakeAt(sentAtMs), channelId, author, MessageType.Default, sentAtMs);
      channel?.messages.add({ ...message, content: `number ${n}` });
    }
  }
  const file = openStateFile(path, undefined);
  for (const entries of allEntries(world, defaultWorld)) await file.append({ nowMs, entries });
  await file.close();
  clock.stop();
}

/** What stands in a file from this byte on. */
async function tail(path: string, fromByte: number): Promise<string> {
  const file = await open(path);
  const { size } = await file.stat();
  const { buffer } = await file.read({ buffer: Buffer.alloc(Math.max(1, size - fromByte)), position: fromByte });
  await file.close();
  return buffer.toString('latin1');
}

describe('a channel with a hundred thousand messages', () => {
  let folder: string;
  let discord: LocalDiscord;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'large-'));
    await writeState(join(folder, 'state'));
    discord = await startLocalDiscord({ port: 0, stateFile: join(folder, 'state'), limits: { mode: 'off' } });
  });

  afterAll(async () => {
    await discord.close();
    await rm(folder, { recursive: true });
  });

  async function page(channelId: string, query = ''): Promise<APIMessage[]> {
    const path = `/channels/${channelId}/messages?limit=50${query}`;
    return (await callApi<APIMessage[]>(discord.url, 'Bot bot.tzurot', 'GET', path)).body;
  }

  /** The middle of how long pages take, deeper and deeper into the past. */
  async function medianPageMs(channelId: string, pages: number): Promise<number> {
    const taken: number[] = [];
    let before = '';
    for (let n = 0; n < pages; n += 1) {
      const startedAt = performance.now();
      const messages = await page(channelId, before);
      taken.push(performance.now() - startedAt);
      before = messages.length < 50 ? '' : `&before=${messages.at(-1)?.id}`;
    }
    return taken.toSorted((a, b) => a - b)[Math.floor(pages / 2)] ?? 0;
  }

  it('is read page by page, from everywhere', async () => {
    const newest = await page(general);
    const older = await page(general, `&before=${newest.at(-1)?.id}`);
    const back = await page(general, `&after=${older[0]?.id}`);
    const around = await page(general, `&around=${older[25]?.id}`);

    expect(newest[0]?.content).toBe(`number ${SIZE - 1}`);
    expect(older.map(({ content }) => content).slice(0, 2)).toEqual([`number ${SIZE - 51}`, `number ${SIZE - 52}`]);
    expect(back.map(({ id }) => id)).toEqual(newest.map(({ id }) => id));
    expect(around.map(({ id }) => id)).toContain(older[25]?.id);
  });

  it('is read as quickly as one with a hundred', async () => {
    await medianPageMs(adults, 50); // what is slow only at first

    const [small, large] = [await medianPageMs(adults, 101), await medianPageMs(general, 101)];

    console.log(`a page of 50 took ${large.toFixed(2)} ms out of 100,000, ${small.toFixed(2)} ms out of 100`);
    expect(large / small).toBeLessThan(3);
  });

  it('takes a new message as any other does', async () => {
    await callApi(discord.url, 'user.ben', 'POST', `/channels/${general}/messages`, { content: 'one more' });

    expect((await page(general))[0]?.content).toBe('one more');
  });

  it('appends a new message to its state file and leaves the rest as it was written', async () => {
    const path = join(folder, 'state');
    const before = await stat(path);

    await callApi(discord.url, 'user.ben', 'POST', `/channels/${general}/messages`, { content: 'at the very end' });
    const appended = async () => await tail(path, before.size);
    await expect.poll(appended, { timeout: 20_000 }).toContain('at the very end');

    const after = await stat(path);
    expect(after.ino).toBe(before.ino);
    expect(after.size - before.size).toBeLessThan(before.size / 100);
  });
});
