import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type LocalModelServer, startLocalModel } from '../src/index.ts';

const key = 'local-a-key-that-nobody-shows';
const chat = { model: 'local/story', messages: [{ role: 'user', content: 'hi' }] };

let server: LocalModelServer;
beforeAll(async () => {
  server = await startLocalModel({ port: 0 });
});
afterAll(() => server.close());
beforeEach(() => server.clearLog());

function post(path: string, body: string, headers: Record<string, string> = {}) {
  return fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body,
  });
}

it('shows requests in its log with the hash of the key and never the key', async () => {
  await post('/v1/chat/completions', JSON.stringify(chat)).then((response) => response.text());

  const text = await fetch(`${server.url}/local/log`).then((response) => response.text());

  const [entry] = JSON.parse(text).entries;
  expect(entry).toMatchObject({
    method: 'POST',
    path: '/v1/chat/completions',
    vendor: 'openai',
    model: 'local/story',
    keySha256: createHash('sha256').update(key).digest('hex'),
    body: chat,
    status: 200,
    outcome: 'answered',
  });
  expect(entry.receivedAtMs).toBeLessThanOrEqual(entry.firstByteAtMs);
  expect(entry.firstByteAtMs).toBeLessThanOrEqual(entry.lastByteAtMs);
  expect(text).not.toContain(key);
});

it('gives what came after an entry, and forgets on demand', async () => {
  for (const _ of [1, 2, 3]) await post('/v1/chat/completions', JSON.stringify(chat));
  const [first] = server.log();
  const read = (after: string) =>
    fetch(`${server.url}/local/log?after=${after}`).then(async (response): Promise<{ entries?: unknown[] }> => {
      return (await response.json()) as { entries?: unknown[] };
    });

  expect((await read(String(first?.id))).entries).toHaveLength(2);
  expect((await read('x')).entries).toBeUndefined();

  const cleared = await fetch(`${server.url}/local/log`, { method: 'DELETE' });

  expect(cleared.status).toBe(204);
  expect((await read('0')).entries).toEqual([]);
});

it.each([
  ['not json', 400, 'could not parse'],
  ['', 400, 'Invalid'],
  ['[]', 400, 'Invalid'],
  ['null', 400, 'Invalid'],
])('refuses the body %j', async (body, status, message) => {
  const response = await post('/v1/chat/completions', body);

  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining(message) } });
});

it('refuses a body that is too large, and works on', async () => {
  const response = await post('/v1/chat/completions', 'x'.repeat(33 * 1_024 * 1_024));

  expect(response.status).toBe(413);
  expect((await post('/v1/chat/completions', JSON.stringify(chat))).status).toBe(200);
});

it('sees a client that goes away in the middle of its request', async () => {
  const half = request(`${server.url}/v1/chat/completions`, { method: 'POST', headers: { 'content-length': '100' } });
  half.on('error', () => {});
  half.write('{"model":');
  await expect.poll(() => server.log().length).toBe(1);

  half.destroy();

  await expect.poll(() => server.log()[0]).toMatchObject({ outcome: 'aborted', status: null });
});

it.each(['/', '/v1', '/v1/nothing', '/api/v1/models/local/story', '/v1/key'])('knows nothing at %s', async (path) => {
  const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${key}` } });

  expect(response.status).toBe(404);
  expect(await response.json()).toHaveProperty('error.message');
});

it('shows its log to nobody without the token that it was started with', async () => {
  const guarded = await startLocalModel({ port: 0, logToken: 'secret' });
  const statusWith = async (headers: Record<string, string>, method = 'GET') =>
    (await fetch(`${guarded.url}/local/log`, { method, headers })).status;

  const statuses = [
    await statusWith({}),
    await statusWith({ authorization: 'Bearer wrong' }),
    await statusWith({}, 'DELETE'),
    await statusWith({ authorization: 'Bearer secret' }),
  ];
  await guarded.close();

  expect(statuses).toEqual([401, 401, 401, 200]);
});

it('answers no page of another website', async () => {
  const fromPage = await post('/v1/chat/completions', JSON.stringify(chat), { origin: 'https://example.com' });
  const rebound = await new Promise((resolve) => {
    request(`${server.url}/local/log`, { headers: { host: `example.com:${server.port}` } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });

  expect(fromPage.status).toBe(403);
  expect(rebound).toBe(403);
  expect(server.log()).toEqual([]);
});

async function listModels(url: string, headers: Record<string, string>): Promise<number> {
  return (await fetch(`${url}/v1/models`, { headers })).status;
}

it('takes the keys it was started with', async () => {
  const listed = await startLocalModel({ port: 0, acceptKeys: ['ollama'] });
  const open = await startLocalModel({ port: 0, acceptKeys: 'any' });

  expect(await listModels(listed.url, { authorization: 'Bearer ollama' })).toBe(200);
  expect(await listModels(listed.url, { authorization: 'Bearer sk-else' })).toBe(401);
  expect(await listModels(open.url, { authorization: 'Bearer sk-else' })).toBe(200);
  expect(await listModels(open.url, {})).toBe(200);
  await Promise.all([listed.close(), open.close()]);
});

it('listens on loopback only, and says when its port is taken', async () => {
  await expect(startLocalModel({ port: 0, host: '0.0.0.0' })).rejects.toThrow('loopback only');
  await expect(startLocalModel({ port: server.port })).rejects.toThrow(`Port ${server.port} is taken`);
});

it('runs as a process of its own and ends when told to', async () => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, LOCAL_MODEL_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  const url = /http:\S+/.exec(String(line))?.[0];

  const health = await fetch(`${url}/local/health`);
  child.kill('SIGTERM');
  const [exitCode] = await once(child, 'exit');

  expect(health.status).toBe(200);
  expect(exitCode).toBe(0);
});

it('says in one line why its process cannot start', async () => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, LOCAL_MODEL_PORT: 'many' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part) => {
    said += String(part);
  });

  const [exitCode] = await once(child, 'close');

  expect(exitCode).toBe(1);
  expect(said).toMatch(/^local-model cannot start: .*LOCAL_MODEL_PORT/s);
});
