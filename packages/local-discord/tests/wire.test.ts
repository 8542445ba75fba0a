import { connect } from 'node:net';
import { createZstdDecompress } from 'node:zlib';
import { type APIMessage, MessageFlags, MessageReferenceType } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type LocalDiscord, startLocalDiscord, type WorldIds } from '../src/index.ts';
import { callApi, openSocket } from '../src/testing/index.ts';
import { timestampOf } from '../src/world/snowflake.ts';

let discord: LocalDiscord;
let world: WorldIds;
let count = 0;

beforeAll(async () => {
  discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
});

beforeEach(() => {
  world = discord.createWorld(`wire${(count += 1)}`);
});

afterAll(async () => {
  await discord.close();
});

/** Sends JSON as it is written, which JavaScript could not write. */
async function sendRaw(method: string, path: string, json: string): Promise<{ status: number; body: APIMessage }> {
  const headers = { authorization: `Bot ${world.bot.token}`, 'content-type': 'application/json', 'user-agent': 'test' };
  const answer = await fetch(`${discord.url}/api/v10${path}`, { method, headers, body: json });
  return { status: answer.status, body: (await answer.json()) as APIMessage };
}

const asBot = <Body = APIMessage>(method: string, path: string, body?: unknown) =>
  callApi<Body>(discord.url, `Bot ${world.bot.token}`, method, path, body);

describe('ids written as JSON numbers', () => {
  it('are taken without rounding in a request', async () => {
    const path = `/channels/${world.channels.general}/messages`;
    const { body: first } = await asBot('POST', path, { content: 'first' });

    const reply = await sendRaw('POST', path, `{"content":"reply","message_reference":{"message_id":${first.id}}}`);

    expect(reply.status).toBe(200);
    expect(reply.body.message_reference?.message_id).toBe(first.id);
  });

  it('are taken without rounding by the gateway', async () => {
    const socket = openSocket(discord.url);
    await socket.waitForPayload(({ op }) => op === 10);
    socket.send(2, { token: world.bot.token, intents: 3, properties: {} });
    await socket.waitFor('READY');

    const { ada } = world.people;
    socket.sendRaw(`{"op":8,"d":{"guild_id":${world.guild.id},"user_ids":[${ada.id}]}}`);
    const chunk = await socket.waitFor<{ members: { user: { id: string } }[] }>('GUILD_MEMBERS_CHUNK');
    socket.close();

    expect(chunk.members.map(({ user }) => user.id)).toEqual([ada.id]);
  });
});

describe('answers of the API', () => {
  it('say that they came through the proxy of the API, refusals too', async () => {
    const { status } = await asBot('GET', '/users/@me');
    discord.addFault({ kind: 'rate-limit', world: world.name });
    const headers = { authorization: `Bot ${world.bot.token}`, 'user-agent': 'test' };

    const refused = await fetch(`${discord.url}/api/v10/users/@me`, { headers });

    expect([status, refused.status]).toEqual([200, 429]);
    expect(refused.headers.get('via')).toBe('1.1 google');
  });

  it('mark a forward as one that has a snapshot', async () => {
    const path = `/channels/${world.channels.general}/messages`;
    const { body: source } = await asBot('POST', path, { content: 'original' });

    const reference = { type: MessageReferenceType.Forward, channel_id: source.channel_id, message_id: source.id };
    const { body: forward } = await asBot('POST', path, { message_reference: reference });

    expect((forward.flags ?? 0) & MessageFlags.HasSnapshot).toBe(MessageFlags.HasSnapshot);
    expect(forward.message_snapshots).toHaveLength(1);
  });

  it('show a select menu without what only the request may say, and without nulls', async () => {
    const options = [{ label: 'A', value: 'a', description: null, emoji: null, default: false }];
    const select = { type: 3, custom_id: 'pick', placeholder: null, required: true, options };

    const path = `/channels/${world.channels.general}/messages`;
    const { body } = await asBot('POST', path, { content: 'x', components: [{ type: 1, components: [select] }] });

    const [row] = body.components ?? [];
    expect(row).toMatchObject({
      components: [
        {
          id: expect.any(Number) as number,
          type: 3,
          custom_id: 'pick',
          min_values: 1,
          max_values: 1,
          options: [{ label: 'A', value: 'a', default: false }],
        },
      ],
    });
    expect(JSON.stringify(row)).not.toMatch(/null|required/);
  });
});

describe("a token in the form of Discord's", () => {
  it('holds the id of its account and opens both the API and the gateway', async () => {
    const { id, shapedToken } = world.bot;
    const [first = '', second = '', third = ''] = shapedToken.split('.');

    const { body } = await callApi<{ id: string }>(discord.url, `Bot ${shapedToken}`, 'GET', '/users/@me');
    const socket = openSocket(discord.url);
    await socket.waitForPayload(({ op }) => op === 10);
    socket.send(2, { token: shapedToken, intents: 0, properties: {} });
    const ready = await socket.waitFor<{ user: { id: string } }>('READY');
    socket.close();

    expect(Buffer.from(first, 'base64url').toString()).toBe(id);
    expect(Buffer.from(second, 'base64url').readUInt32BE()).toBe(Math.floor(timestampOf(id) / 1_000));
    expect(third).toMatch(/^[\w-]{38}$/);
    expect([body.id, ready.user.id]).toEqual([id, id]);
  });
});

describe('the gateway', () => {
  it('greets after its answer to the handshake, not in one piece with it', async () => {
    const { port } = new URL(discord.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `GET /?v=10&encoding=json HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );

    const pieces: string[] = [];
    await new Promise<void>((resolve) => {
      socket.on('data', (data) => {
        pieces.push(data.toString('latin1'));
        if (pieces.join('').includes('heartbeat_interval')) resolve();
      });
    });
    socket.destroy();

    expect(pieces[0]).toMatch(/^HTTP\/1\.1 101 [^]*\r\n\r\n$/);
    expect(pieces.slice(1).join('')).toContain('heartbeat_interval');
  });

  it('speaks zstd-stream: one context, every payload whole in a message of its own', async () => {
    const socket = new WebSocket(`${discord.url.replace('http', 'ws')}/?v=10&encoding=json&compress=zstd-stream`);
    const stream = createZstdDecompress();
    const payloads: { op: number; t: string | null }[] = [];
    stream.on('data', (data: Buffer) => payloads.push(JSON.parse(data.toString()) as (typeof payloads)[number]));
    socket.on('message', (data: Buffer) => stream.write(data));

    await expect.poll(() => payloads.map(({ op }) => op)).toEqual([10]);
    socket.send(JSON.stringify({ op: 2, d: { token: world.bot.token, intents: 0, properties: {} } }));
    await expect.poll(() => payloads.map(({ t }) => t)).toEqual([null, 'READY']);
    socket.close();
  });

  it.each(['encoding=etf', 'encoding=json&compress=brotli-stream'])(
    'refuses what it does not speak: %s',
    async (asked) => {
      const socket = new WebSocket(`${discord.url.replace('http', 'ws')}/?v=10&${asked}`);

      const code = await new Promise<number>((resolve) => void socket.on('close', resolve));

      expect(code).toBe(4002);
      expect(discord.readLog().some(({ text }) => String(text).includes(asked.split('&').at(-1) ?? ''))).toBe(true);
    },
  );

  it('logs who identifies and resumes, and in which world', async () => {
    const socket = openSocket(discord.url);
    await socket.waitForPayload(({ op }) => op === 10);
    socket.send(2, { token: world.bot.token, intents: 0, properties: {} });
    const ready = await socket.waitFor<{ session_id: string }>('READY');
    const again = openSocket(discord.url);
    await again.waitForPayload(({ op }) => op === 10);
    again.send(6, { token: world.bot.token, session_id: ready.session_id, seq: 1 });
    await again.waitFor('RESUMED');
    again.close();

    const received = discord.readLog().filter(({ kind, world: name }) => kind === 'received' && name === world.name);

    expect(received.map(({ op, by }) => [op, by])).toEqual([
      [2, 'Tzurot'],
      [6, 'Tzurot'],
    ]);
    expect(JSON.stringify(received)).not.toContain(world.bot.token);
  });
});

describe('a world that is deleted', () => {
  it('is gone with its tokens, and its name is free', async () => {
    const remove = (name: string) => callApi(discord.url, 'local.operator', 'DELETE', `/local/worlds/${name}`);

    const { status } = await remove(world.name);
    const { status: known } = await callApi(discord.url, world.people.ada.token, 'GET', '/users/@me');
    const twice = await remove(world.name);
    const ofDefault = await remove('default');

    expect([status, known, twice.status, ofDefault.status]).toEqual([204, 401, 404, 400]);
    expect(discord.createWorld(world.name).name).toBe(world.name);
  });
});
