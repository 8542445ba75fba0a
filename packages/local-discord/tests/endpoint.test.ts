import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDiscord, startLocalDiscord } from '../src/index.ts';
import { callApi, connectPerson, type Person } from '../src/testing/index.ts';

interface Asked {
  readonly type: number;
  readonly token: string;
  readonly id: string;
  readonly data?: { readonly name?: string; readonly custom_id?: string };
  readonly member?: { readonly user: { readonly username: string } };
}

let discord: LocalDiscord;
let ben: Person;
let verifyKey: string;
let bot: Server;
let url: string;
/** Whether the bot looks at signatures at all. */
let isCareful = true;

const asBot = <Body>(method: string, path: string, body?: unknown) =>
  callApi<Body>(discord.url, 'Bot bot.tzurot', method, path, body);

/** As the documentation of any bot without a gateway tells to do it. */
function isSigned(headers: NodeJS.Dict<string | string[]>, body: string): boolean {
  const x = Buffer.from(verifyKey, 'hex').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const signature = Buffer.from(String(headers['x-signature-ed25519']), 'hex');
  return verify(null, Buffer.from(String(headers['x-signature-timestamp']) + body), key, signature);
}

function answerTo({ type, data, member }: Asked): object {
  if (type === 1) return { type: 1 };
  if (data?.name === 'hello')
    return { type: 4, data: { content: `Hello, ${member?.user.username}.`, components: [row] } };
  return { type: 7, data: { content: 'pressed', components: [] } };
}

const row = { type: 1, components: [{ type: 2, style: 1, label: 'Press', custom_id: 'press' }] };

beforeAll(async () => {
  discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
  verifyKey = (await asBot<{ verify_key: string }>('GET', '/applications/@me')).body.verify_key;
  bot = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const asked = JSON.parse(body) as Asked;
      if (isCareful && !isSigned(request.headers, body)) return response.writeHead(401).end();
      if (asked.data?.name !== 'later') {
        return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answerTo(asked)));
      }
      response.writeHead(202).end();
      const callback = { type: 4, data: { content: 'by callback' } };
      return void callApi(discord.url, null, 'POST', `/interactions/${asked.id}/${asked.token}/callback`, callback);
    });
  }).listen(0, '127.0.0.1');
  await once(bot, 'listening');
  url = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/interactions`;
  ben = await connectPerson(discord.url, 'user.ben');
  const { applicationId } = discord.world.bot;
  const commands = ['hello', 'later'].map((name) => ({ name, description: name }));
  await asBot('PUT', `/applications/${applicationId}/commands`, commands);
});

afterAll(async () => {
  ben.close();
  bot.close();
  await discord.close();
});

const save = (address: string | null) =>
  asBot<{ interactions_endpoint_url: string | null; errors?: object }>('PATCH', '/applications/@me', {
    interactions_endpoint_url: address,
  });

describe('an interactions endpoint', () => {
  it('is kept only when it answers a PING and refuses a wrong signature', async () => {
    isCareful = false;
    const careless = await save(url);
    isCareful = true;
    const silent = await save('http://127.0.0.1:9/nothing');
    const elsewhere = await save('https://example.com/interactions');
    const right = await save(url);

    expect([careless.status, silent.status, elsewhere.status, right.status]).toEqual([400, 400, 400, 200]);
    expect(JSON.stringify(careless.body.errors)).toContain('signature is wrong');
    expect(right.body.interactions_endpoint_url).toBe(url);
  });

  it('gets interactions instead of the gateway, signed, and its answers are carried out', async () => {
    const { general } = discord.world.channels;

    await ben.slash(general, 'hello');
    await ben.socket.waitFor<{ content: string }>('MESSAGE_CREATE', ({ content }) => content === 'Hello, ben.');
    const [message] = await ben.history(general);
    if (!message) throw new Error('there is an answer');
    await ben.press(message, 'press');
    await ben.socket.waitFor<{ content: string }>('MESSAGE_UPDATE', ({ content }) => content === 'pressed');
    await ben.slash(general, 'later');
    await ben.socket.waitFor<{ content: string }>('MESSAGE_CREATE', ({ content }) => content === 'by callback');

    const events = discord.readLog().filter(({ kind, to }) => kind === 'event' && to === 'Tzurot');
    expect(events).toEqual([]);
  });

  it('that fails is named in the log, and the person sees that nobody answered', async () => {
    bot.close();
    bot.closeAllConnections();

    const id = await ben.slash(discord.world.channels.general, 'hello');
    await expect.poll(() => discord.readLog().some(({ text }) => text?.includes(`${url} failed`))).toBe(true);
    discord.advanceClock(3_000);
    const failure = await ben.socket.waitFor<{ id: string }>('INTERACTION_FAILURE', (data) => data.id === id);
    const { body } = await save(null);

    expect(failure.id).toBe(id);
    expect(body.interactions_endpoint_url).toBeNull();
  });
});
