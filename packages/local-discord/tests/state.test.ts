import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { type LocalDiscord, startLocalDiscord } from '../src/index.ts';
import { callApi, connectPerson } from '../src/testing/index.ts';
import { addUp } from '../src/world/state-entries.ts';
import { readStateFile } from '../src/world/state-file.ts';

function callAsAda(discord: LocalDiscord, method: string, path: string, body?: unknown) {
  return callApi<Record<string, unknown>[]>(discord.url, 'user.ada', method, path, body);
}

describe('the state file', () => {
  it('brings everything back after a restart, and no secret with it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'state-'));
    const stateFile = join(folder, 'state');
    const first = await startLocalDiscord({ port: 0, stateFile });
    const { general } = first.world.channels;
    await callAsAda(first, 'POST', `/channels/${general}/messages`, { content: 'remember me' });
    first.createWorld('second');
    first.advanceClock(60_000);
    await first.close();

    const again = await startLocalDiscord({ port: 0, stateFile });
    const { body } = await callAsAda(again, 'GET', `/channels/${general}/messages`);
    const newer = await callAsAda(again, 'POST', `/channels/${general}/messages`, { content: 'and me' });
    const second = await callApi(again.url, 'user.ben@second', 'GET', '/users/@me');
    await again.close();
    const { mode } = await stat(stateFile);
    await rm(folder, { recursive: true });

    expect(body.map(({ content }) => content)).toEqual(['remember me']);
    expect(BigInt((newer.body as unknown as { id: string }).id)).toBeGreaterThan(BigInt(String(body[0]?.['id'])));
    expect(second.status).toBe(200);
    expect(mode & 0o077).toBe(0);
  });

  it('brings back whatever changed, message by message and place by place', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'state-'));
    const stateFile = join(folder, 'state');
    const first = await startLocalDiscord({ port: 0, stateFile });
    const { general, quiet } = first.world.channels;
    const at = `/channels/${general}/messages`;
    const call = async (user: string, method: string, path: string, body?: object) =>
      (await callApi<{ id: string; token: string }>(first.url, user, method, path, body)).body;
    await expect.poll(async () => (await stat(stateFile).catch(() => undefined))?.size ?? 0).toBeGreaterThan(0);
    const [kept, gone, asked] = [
      await call('user.ada', 'POST', at, { content: 'kept' }),
      await call('user.ada', 'POST', at, { content: 'gone' }),
      await call('user.ada', 'POST', at, {
        poll: { question: { text: 'Tea?' }, answers: [{ poll_media: { text: 'yes' } }] },
      }),
    ];
    await call('user.ben', 'PUT', `${at}/${kept.id}/reactions/%F0%9F%8D%B5/@me`);
    await call('user.cyn', 'PUT', `${at}/${kept.id}/reactions/%F0%9F%8D%B5/@me`);
    await call('user.ben', 'DELETE', `${at}/${kept.id}/reactions/%F0%9F%8D%B5/@me`);
    await call('user.ada', 'PATCH', `${at}/${kept.id}`, { content: 'kept and edited' });
    await call('user.ada', 'PUT', `${at}/pins/${kept.id}`);
    await call('user.ben', 'PUT', `/channels/${general}/polls/${asked.id}/answers/@me`, { answer_ids: [1] });
    await call('user.ada', 'DELETE', `${at}/${gone.id}`);
    await call('user.ada', 'POST', `${at}/${kept.id}/threads`, { name: 'first' });
    await call('user.ada', 'POST', `/channels/${kept.id}/messages`, { content: 'in the first thread' });
    await expect.poll(() => isWritten(stateFile, 'in the first thread')).toBe(true);
    await call('user.ada', 'DELETE', `/channels/${kept.id}`);
    await call('user.ada', 'POST', `${at}/${asked.id}/threads`, { name: 'second' });
    await call('user.ada', 'DELETE', `/channels/${quiet}`);
    const hook = await call('user.ada', 'POST', `/channels/${general}/webhooks`, { name: 'Porter' });
    await call('user.ada', 'POST', `/webhooks/${hook.id}/${hook.token}?wait=true`, { content: 'by hook' });
    await call('user.ada', 'POST', '/users/@me/channels', { recipients: [first.world.people.ben.id] });
    const paths = [at, `${at}/pins`, `/channels/${general}/webhooks`, `/guilds/${first.world.guild.id}/channels`];
    const look = async ({ url }: LocalDiscord) =>
      await Promise.all(
        [...paths, `/channels/${asked.id}/messages`, `/channels/${kept.id}/messages`, '/users/@me/channels'].map(
          async (path) => JSON.stringify((await callApi(url, 'user.ada', 'GET', path)).body).replaceAll(url, ''),
        ),
      );
    const before = await look(first);
    await first.close();

    const again = await startLocalDiscord({ port: 0, stateFile });
    const after = await look(again);
    await again.close();
    await rm(folder, { recursive: true });

    expect(after).toEqual(before);
    expect(after.join()).toContain('kept and edited');
    expect(after.join()).not.toContain('in the first thread');
  });

  it('is rewritten when much of it no longer holds', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'state-'));
    const stateFile = join(folder, 'state');
    const discord = await startLocalDiscord({ port: 0, stateFile });
    const { general } = discord.world.channels;
    const ada = await connectPerson(discord.url, 'user.ada');
    await ada.send(general, 'small');
    const sizeMb = async () => (await stat(stateFile)).size / 1024 ** 2;
    for (const name of ['a.bin', 'b.bin', 'c.bin', 'd.bin', 'e.bin']) {
      const { id } = await ada.send(general, 'large', [{ name, content: new Uint8Array(6 * 1024 * 1024) }]);
      await expect.poll(() => isWritten(stateFile, name), { timeout: 20_000 }).toBe(true);
      await ada.call('DELETE', `/channels/${general}/messages/${id}`);
    }
    ada.close();
    await expect.poll(sizeMb, { timeout: 20_000 }).toBeLessThan(20);

    await discord.close();
    const again = await startLocalDiscord({ port: 0, stateFile });
    const { body } = await callAsAda(again, 'GET', `/channels/${general}/messages`);
    await again.close();
    await rm(folder, { recursive: true });
    expect(body.map(({ content }) => content)).toEqual(['small']);
  });

  it('reads what version 1 wrote, and rewrites it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'state-'));
    const stateFile = join(folder, 'state');
    const first = await startLocalDiscord({ port: 0, stateFile });
    await callAsAda(first, 'POST', `/channels/${first.world.channels.general}/messages`, { content: 'old words' });
    await first.close();
    await writeFile(stateFile, await asVersion1(stateFile));

    for (const _ of ['from the old file', 'from the new one']) {
      const again = await startLocalDiscord({ port: 0, stateFile });
      const { body } = await callAsAda(again, 'GET', `/channels/${again.world.channels.general}/messages`);
      await again.close();

      expect(body.map(({ content }) => content)).toEqual(['old words']);
    }
    expect((await readFile(stateFile, 'latin1')).startsWith('local-discord state 2')).toBe(true);
    await rm(folder, { recursive: true });
  });

  it('refuses a file that is no state', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'state-'));
    const stateFile = join(folder, 'state');
    await writeFile(stateFile, 'something else');

    await expect(startLocalDiscord({ port: 0, stateFile })).rejects.toThrow('Delete it to start fresh');

    await rm(folder, { recursive: true });
  });
});

async function isWritten(stateFile: string, text: string): Promise<boolean> {
  return (await readFile(stateFile)).includes(text);
}

/** What a file holds, as version 1 wrote it. */
async function asVersion1(path: string): Promise<Buffer> {
  const { worlds, nowMs } = addUp((await readStateFile(path))?.batches ?? []);
  const whole = worlds.map(({ ids, maps, messages }) => ({
    ids,
    maps: Object.fromEntries(maps),
    channels: [...(maps.get('channel') ?? [])].map(([id, channel]) => ({
      channel,
      messages: [...(messages.get(id)?.values() ?? [])],
    })),
    blobs: [...(maps.get('blob') ?? [])],
  }));
  return serialize({ version: 1, nowMs, worlds: whole });
}
