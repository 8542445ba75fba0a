import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../src/index.ts';
import { callApi } from '../src/testing/index.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function run(env: Record<string, string>, args: readonly string[] = []): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, [main, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, said: () => text };
}

const messages = `/channels/${defaultWorld.channels.general}/messages`;

async function start(stateFile: string): Promise<{ child: ChildProcess; url: string }> {
  const { child, said } = run({ LOCAL_DISCORD_PORT: '0', LOCAL_DISCORD_STATE_FILE: stateFile });
  await expect.poll(said, { timeout: 20_000 }).toMatch(/ready at http:\/\/127\.0\.0\.1:\d+/);
  return { child, url: /http:\S+/.exec(said())?.[0] ?? '' };
}

async function say(url: string, content: string): Promise<void> {
  expect((await callApi(url, 'user.ada', 'POST', messages, { content })).status).toBe(200);
}

describe('local-discord as a process', () => {
  it('says where it is, answers, and ends when told to', async () => {
    const { child, said } = run({ LOCAL_DISCORD_PORT: '0' });
    await expect.poll(said, { timeout: 20_000 }).toMatch(/ready at http:\/\/127\.0\.0\.1:\d+/);
    const url = /http:\S+/.exec(said())?.[0] ?? '';

    const { status } = await fetch(`${url}/api/v10/gateway`);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];

    expect([status, code]).toEqual([200, 0]);
  });

  it('says what is wrong with its settings', async () => {
    const { child, said } = run({ LOCAL_DISCORD_PORT: 'high', LOCAL_DISCORD_LIMITS: 'some' });

    const [code] = (await once(child, 'exit')) as [number | null];

    expect(code).toBe(78);
    expect(said()).toContain('LOCAL_DISCORD_PORT');
    expect(said()).toContain('LOCAL_DISCORD_LIMITS');
  });

  it('takes options, which win over variables', async () => {
    const { child, said } = run({ LOCAL_DISCORD_PORT: 'high' }, ['--port', '0', '--limits', 'off']);
    await expect.poll(said, { timeout: 20_000 }).toMatch(/ready at http:\/\/127\.0\.0\.1:\d+/);
    const url = /http:\S+/.exec(said())?.[0] ?? '';

    const answer = await fetch(`${url}/local/limits`, { headers: { authorization: 'local.operator' } });
    const limits = (await answer.json()) as { mode: string };
    child.kill('SIGTERM');

    expect(limits.mode).toBe('off');
  });

  it.each([
    ['--help', 0],
    ['--colour', 78],
  ])('shows its options for %s and ends with %i', async (option, code) => {
    const { child, said } = run({}, [option]);

    const [ended] = (await once(child, 'exit')) as [number | null];

    expect(ended).toBe(code);
    expect(said()).toContain('--state-file');
  });

  it('has what was said last when it is killed after a quiet time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'killed-'));
    const stateFile = join(folder, 'state');
    const isWritten = async (text: string) => (await readFile(stateFile, 'latin1').catch(() => '')).includes(text);
    const first = await start(stateFile);

    await say(first.url, 'one');
    await expect.poll(() => isWritten('one'), { timeout: 20_000 }).toBe(true);
    await setTimeout(1_500); // in which nothing happens that could be written
    await say(first.url, 'two');
    await expect.poll(() => isWritten('two'), { timeout: 20_000 }).toBe(true);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    await appendFile(stateFile, Buffer.from([200, 0, 0, 0, 1, 2])); // a write that the kill cut off
    const second = await start(stateFile);
    await say(second.url, 'three');
    const { body } = await callApi<APIMessage[]>(second.url, 'user.ada', 'GET', messages);
    second.child.kill('SIGTERM');
    await once(second.child, 'exit');
    const third = await start(stateFile);
    const again = await callApi<APIMessage[]>(third.url, 'user.ada', 'GET', messages);
    third.child.kill('SIGTERM');
    await rm(folder, { recursive: true });

    expect(body.map(({ content }) => content)).toEqual(['three', 'two', 'one']);
    expect(again.body).toEqual(body);
  });

  it('says so when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { child, said } = run({ LOCAL_DISCORD_PORT: String(port) });

    const [code] = (await once(child, 'exit')) as [number | null];
    other.close();

    expect(code).toBe(1);
    expect(said()).toContain(`port ${port} is taken`);
  });
});
