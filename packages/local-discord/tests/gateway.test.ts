import { constants, inflateSync } from 'node:zlib';
import { Events, GatewayIntentBits as Intent } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type LocalDiscord, startLocalDiscord } from '../src/index.ts';
import { callApi, connectPerson, type GatewaySocket, openSocket, type Person } from '../src/testing/index.ts';
import { nextEvent, startBot } from './support/bot.ts';

const all = Intent.Guilds | Intent.GuildMessages | Intent.DirectMessages | Intent.MessageContent;

interface Ready {
  readonly session_id: string;
  readonly guilds: readonly { id: string; unavailable: boolean }[];
  readonly shard: readonly [number, number];
}

describe('the gateway', () => {
  let discord: LocalDiscord;
  let ada: Person;
  let general: string;
  const open: GatewaySocket[] = [];

  beforeAll(async () => {
    discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
    ada = await connectPerson(discord.url, 'user.ada');
    general = discord.world.channels.general;
  });

  afterAll(async () => {
    ada.close();
    for (const socket of open) socket.cut();
    await discord.close();
  });

  async function greet(query?: string): Promise<GatewaySocket> {
    const socket = openSocket(discord.url, query);
    open.push(socket);
    await socket.waitForPayload(({ op }) => op === 10);
    return socket;
  }

  async function identify(intents: number = all, more: object = {}): Promise<{ socket: GatewaySocket; ready: Ready }> {
    const socket = await greet();
    socket.send(2, { token: 'bot.tzurot', intents, properties: {}, ...more });
    const ready = await socket.waitFor<Ready>('READY');
    if (intents & Intent.Guilds && !('shard' in more)) await socket.waitFor('GUILD_CREATE');
    return { socket, ready };
  }

  it('says hello, acknowledges heartbeats, and gives guilds one by one', async () => {
    const { socket, ready } = await identify();
    socket.send(1, 1);
    await socket.waitForPayload(({ op }) => op === 11);
    const guild = await socket.waitFor<{ members: { user: { id: string } }[]; channels: object[]; threads: object[] }>(
      'GUILD_CREATE',
    );

    expect(ready.guilds).toEqual([{ id: discord.world.guild.id, unavailable: true }]);
    expect(guild.members.map(({ user }) => user.id)).toEqual([discord.world.bot.id]);
    expect(guild.channels).toHaveLength(5);
    expect(guild.threads).toHaveLength(2);
  });

  it('gives every member to those who asked for presences', async () => {
    const { socket } = await identify(all | Intent.GuildPresences);

    const guild = await socket.waitFor<{ members: object[] }>('GUILD_CREATE');

    expect(guild.members).toHaveLength(4);
  });

  it.each([
    ['a wrong token', { op: 2, d: { token: 'bot.nobody', intents: 1, properties: {} } }, 4004],
    ['a payload before identify', { op: 8, d: { guild_id: '1' } }, 4003],
    ['an unknown opcode', { op: 99, d: null }, 4001],
    ['an identify without intents', { op: 2, d: { token: 'bot.tzurot', properties: {} } }, 4013],
    ['intents that do not exist', { op: 2, d: { token: 'bot.tzurot', intents: 1 << 30, properties: {} } }, 4013],
    ['a shard out of range', { op: 2, d: { token: 'bot.tzurot', intents: 1, shard: [2, 2], properties: {} } }, 4010],
    ['a resume with a wrong token', { op: 6, d: { token: 'bot.nobody', session_id: 'x', seq: 0 } }, 4004],
  ])('closes on %s', async (_what, payload, code) => {
    const socket = await greet();

    socket.send(payload.op, payload.d);

    expect(await socket.closed).toBe(code);
  });

  it('closes on text that is no JSON, on too much of it, and on other versions', async () => {
    const [broken, large, old] = await Promise.all([greet(), greet(), Promise.resolve(openSocket(discord.url, 'v=6'))]);

    broken.sendRaw('{');
    large.sendRaw(JSON.stringify({ op: 1, d: 'x'.repeat(4_096) }));

    expect(await Promise.all([broken.closed, large.closed, old.closed])).toEqual([4002, 4002, 4012]);
  });

  it('closes on a second identify, and on more than 120 payloads a minute', async () => {
    const [{ socket: twice }, { socket: chatty }] = [await identify(), await identify()];

    twice.send(2, { token: 'bot.tzurot', intents: 1, properties: {} });
    for (let n = 0; n < 120; n += 1) chatty.send(1, null);

    expect(await twice.closed).toBe(4005);
    expect(await chatty.closed).toBe(4008);
  });

  it('resumes in order, with nothing lost and nothing doubled', async () => {
    const { socket: first, ready } = await identify();
    await ada.send(general, 'before the cut');
    await first.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'before the cut');
    const seq = first.events.at(-1)?.seq;
    first.cut();
    await first.closed;
    for (const n of [1, 2, 3]) await ada.send(general, `missed ${n}`);

    const second = await greet();
    second.send(6, { token: 'bot.tzurot', session_id: ready.session_id, seq });
    await second.waitFor('RESUMED');
    await ada.send(general, 'after the resume');
    await second.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'after the resume');

    expect(second.events.filter(({ name }) => name === 'MESSAGE_CREATE').map(({ data }) => data['content'])).toEqual([
      'missed 1',
      'missed 2',
      'missed 3',
      'after the resume',
    ]);
    expect(second.events.map((event) => event.seq)).toEqual(second.events.map((_, index) => (seq ?? 0) + 1 + index));
  });

  it('refuses to resume a session that was closed cleanly, is unknown, or has waited too long', async () => {
    const [{ socket: clean, ready: ended }, { socket: cut, ready: stale }] = [await identify(), await identify()];
    clean.close(1000);
    cut.cut();
    await Promise.all([clean.closed, cut.closed]);
    await discord.settle();
    discord.advanceClock(3 * 60_000);

    const answers = await Promise.all(
      [ended.session_id, stale.session_id, 'unknown'].map(async (session) => {
        const socket = await greet();
        socket.send(6, { token: 'bot.tzurot', session_id: session, seq: 1 });
        return socket.waitForPayload(({ op }) => op === 9);
      }),
    );

    expect(answers.map(({ d }) => d)).toEqual([false, false, false]);
  });

  it('closes on a resume from the future', async () => {
    const { socket, ready } = await identify();
    socket.cut();
    await socket.closed;

    const again = await greet();
    again.send(6, { token: 'bot.tzurot', session_id: ready.session_id, seq: 9_999 });

    expect(await again.closed).toBe(4007);
  });

  it('tells only what was asked for', async () => {
    const [{ socket: guildsOnly }, { socket: directOnly }] = [
      await identify(Intent.Guilds),
      await identify(Intent.DirectMessages),
    ];
    const direct = await ada.openDirect(discord.world.bot.id);

    await ada.send(general, 'in the guild');
    await ada.send(direct.id, 'in private');
    await directOnly.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'in private');
    await ada.call('PATCH', `/channels/${general}`, { topic: 'changed' });
    await guildsOnly.waitFor('CHANNEL_UPDATE');

    expect(guildsOnly.events.map(({ name }) => name)).not.toContain('MESSAGE_CREATE');
    expect(directOnly.events.filter(({ name }) => name === 'MESSAGE_CREATE')).toHaveLength(1);
  });

  it('empties what a bot without the content intent may not read', async () => {
    const { socket } = await identify(Intent.Guilds | Intent.GuildMessages | Intent.DirectMessages);
    const direct = await ada.openDirect(discord.world.bot.id);

    await ada.send(general, { content: 'hidden' }, [{ name: 'a.txt', content: 'a' }]);
    await ada.send(general, `shown to <@${discord.world.bot.id}>`);
    await ada.send(direct.id, 'shown in private');
    await socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'shown in private');
    const [hidden, mention] = socket.events.filter(({ name }) => name === 'MESSAGE_CREATE');

    expect(hidden?.data).toMatchObject({ content: '', embeds: [], attachments: [], components: [] });
    expect(mention?.data['content']).toContain('shown to');
  });

  it('never tells of channels that cannot be seen', async () => {
    const ben = await connectPerson(discord.url, 'user.ben');
    const { staff } = discord.world.channels;

    await ada.send(staff, 'between us');
    await ada.send(general, 'for all');
    await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'for all');
    const seen = await ben.call('GET', `/guilds/${discord.world.guild.id}/channels`);
    ben.close();

    expect(ben.socket.events.map(({ data }) => data['content'])).not.toContain('between us');
    expect(JSON.stringify(seen.body)).not.toContain(staff);
  });

  it('shares guilds out over shards, direct messages to the first', async () => {
    const index = Number((BigInt(discord.world.guild.id) >> 22n) % 2n);
    const [{ socket: zero }, { socket: one }] = [
      await identify(all, { shard: [0, 2] }),
      await identify(all, { shard: [1, 2] }),
    ];
    const [mine, other] = index === 0 ? [zero, one] : [one, zero];
    const direct = await ada.openDirect(discord.world.bot.id);

    await ada.send(general, 'sharded');
    await ada.send(direct.id, 'private, sharded');
    await mine.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'sharded');
    await zero.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'private, sharded');

    const heardByOther = other.events
      .filter(({ name }) => name === 'MESSAGE_CREATE')
      .map(({ data }) => data['content']);
    expect(heardByOther).toEqual(other === zero ? ['private, sharded'] : []);
  });

  it('tells every session of a shard, so that an old one still hears', async () => {
    const [{ socket: older }, { socket: newer }] = [await identify(), await identify()];

    await ada.send(general, 'to both');

    await older.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'to both');
    await expect(newer.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'to both')).resolves.toBeDefined();
  });

  it('answers requests for members, all of them once in 30 seconds', async () => {
    const { socket } = await identify(all | Intent.GuildMembers);
    const guildId = discord.world.guild.id;

    socket.send(8, { guild_id: guildId, query: 'be', limit: 5, nonce: 'by-name' });
    socket.send(8, { guild_id: guildId, user_ids: ['1', discord.world.people.cyn.id], nonce: 'by-id' });
    socket.send(8, { guild_id: guildId, query: '', limit: 0, nonce: 'all' });
    socket.send(8, { guild_id: guildId, query: '', limit: 0, nonce: 'again' });
    await socket.waitFor('RATE_LIMITED');
    const chunks = socket.events.filter(({ name }) => name === 'GUILD_MEMBERS_CHUNK').map(({ data }) => data);

    expect(chunks.map(({ nonce, members }) => [nonce, (members as object[]).length])).toEqual([
      ['by-name', 1],
      ['by-id', 1],
      ['all', 4],
    ]);
    expect(chunks[1]?.['not_found']).toEqual(['1']);
  });

  it('compresses with one context per connection when asked to', async () => {
    const socket = new WebSocket(`${discord.url.replace('http', 'ws')}/?v=10&encoding=json&compress=zlib-stream`);
    const [data] = await new Promise<[Buffer]>((resolve) => socket.once('message', (raw: Buffer) => resolve([raw])));
    socket.terminate();

    const text = inflateSync(data, { finishFlush: constants.Z_SYNC_FLUSH }).toString();

    expect(data.subarray(-4).toString('hex')).toBe('0000ffff');
    expect(JSON.parse(text)).toMatchObject({ op: 10 });
  });

  it('tells a bot of itself, whatever it asked for', async () => {
    const { socket } = await identify(Intent.Guilds);
    const { guild, people, bot } = discord.world;

    await ada.call('PATCH', `/guilds/${guild.id}/members/${people.ben.id}`, { nick: 'Benny' });
    await ada.call('PATCH', `/guilds/${guild.id}/members/${bot.id}`, { nick: 'Keeper' });
    await socket.waitFor('GUILD_MEMBER_UPDATE', (data) => data['nick'] === 'Keeper');

    expect(socket.events.map(({ data }) => data['nick'])).not.toContain('Benny');
  });

  it('tells bots of channels that they cannot see as well, and people not', async () => {
    const { socket } = await identify(Intent.Guilds);
    const ben = await connectPerson(discord.url, 'user.ben');
    const { guild } = discord.world;
    const hidden = [{ id: guild.id, type: 0, deny: '1024' }];
    const { body } = await ada.call<{ id: string }>('POST', `/guilds/${guild.id}/channels`, {
      name: 'hidden',
      permission_overwrites: hidden,
    });

    await ada.call('DELETE', `/channels/${body.id}`);
    await socket.waitFor('CHANNEL_DELETE', (data) => data['id'] === body.id);
    await ada.send(general, 'after it');
    await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'after it');
    ben.close();

    expect(socket.events.filter(({ data }) => data['id'] === body.id).map(({ name }) => name)).toEqual([
      'CHANNEL_CREATE',
      'CHANNEL_DELETE',
    ]);
    expect(ben.socket.events.filter(({ data }) => data['id'] === body.id)).toEqual([]);
  });

  it('tells who types to those who asked', async () => {
    const { socket } = await identify(Intent.Guilds | Intent.GuildMessageTyping);

    await ada.call('POST', `/channels/${general}/typing`);

    const seen = await socket.waitFor('TYPING_START');
    expect(seen).toMatchObject({ user_id: discord.world.people.ada.id, guild_id: discord.world.guild.id });
  });

  it('hides polls and forwarded text too, and shows a bot what it said itself', async () => {
    const { socket } = await identify(Intent.Guilds | Intent.GuildMessages);
    const { channel_id, id: message_id } = await ada.send(general, 'the source');

    await ada.send(general, { poll: { question: { text: 'Tea?' }, answers: [{ poll_media: { text: 'Yes' } }] } });
    await ada.send(general, { message_reference: { type: 1, channel_id, message_id } });
    await callApi(discord.url, 'Bot bot.tzurot', 'POST', `/channels/${general}/messages`, { content: 'my own' });
    await socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'my own');
    const [, asked, forwarded] = socket.events.filter(({ name }) => name === 'MESSAGE_CREATE');

    expect(asked?.data).not.toHaveProperty('poll');
    expect(forwarded?.data['message_snapshots']).toMatchObject([{ message: { content: '' } }]);
  });

  it('resumes where op 9 says that it may', async () => {
    const { socket, ready } = await identify();
    discord.addFault({ kind: 'invalid-session', resume: true });
    const told = await socket.waitForPayload(({ op }) => op === 9);
    socket.cut();
    await socket.closed;

    const again = await greet();
    again.send(6, { token: 'bot.tzurot', session_id: ready.session_id, seq: 1 });

    expect(told.d).toBe(true);
    await expect(again.waitFor('RESUMED')).resolves.toBeDefined();
  });

  it('tells people of presences', async () => {
    const { socket } = await identify();

    socket.send(3, { since: null, status: 'idle', afk: false, activities: [{ name: 'chess', type: 0 }] });

    const seen = await ada.socket.waitFor('PRESENCE_UPDATE', (data) => data['status'] === 'idle');
    expect(seen['activities']).toMatchObject([{ name: 'chess' }]);
  });
});

describe('heartbeats', () => {
  let discord: LocalDiscord;

  beforeAll(async () => {
    discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' }, heartbeatIntervalMs: 250 });
  });

  afterAll(async () => {
    await discord.close();
  });

  it('are expected: whoever is silent is closed, and may resume', async () => {
    const silent = openSocket(discord.url);
    await silent.waitForPayload(({ op }) => op === 10);
    silent.send(2, { token: 'user.ada', properties: {} });
    const { session_id } = await silent.waitFor<Ready>('READY');

    const code = await silent.closed;
    const again = openSocket(discord.url);
    await again.waitForPayload(({ op }) => op === 10);
    again.send(6, { token: 'user.ada', session_id, seq: 1 });

    expect(code).toBe(4000);
    await expect(again.waitFor('RESUMED')).resolves.toBeDefined();
    again.close();
  });

  it('that are not acknowledged make discord.js resume, with nothing lost and nothing doubled', async () => {
    const bot = await startBot(discord);
    const heard: string[] = [];
    bot.on(Events.MessageCreate, ({ content }) => void heard.push(content));
    const ada = await connectPerson(discord.url, 'user.ada');
    const resumed = nextEvent(bot, Events.ShardResume);
    // It hears nothing any more, and no acknowledgement tells it that the connection lives.
    discord.addFault({ kind: 'zombie' });

    await ada.send(discord.world.channels.general, 'not heard at first');
    await resumed;
    // People's clients heartbeat too; this one does not, and is gone by now.
    const path = `/channels/${discord.world.channels.general}/messages`;
    await ada.call('POST', path, { content: 'heard at once' });

    await expect.poll(() => heard).toEqual(['not heard at first', 'heard at once']);
    await bot.destroy();
    ada.close();
  });

  it('of which one is not acknowledged cost the connection, not the session', async () => {
    const bot = await startBot(discord);
    const resumed = nextEvent(bot, Events.ShardResume);

    discord.addFault({ kind: 'no-heartbeat-ack', match: { user: 'Tzurot' } });

    await expect(resumed).resolves.toBeDefined();
    await bot.destroy();
  });
});

describe('identify limits', () => {
  it('lets a bot identify once in five seconds and shard group', async () => {
    const discord = await startLocalDiscord({ port: 0 });
    const [first, second] = [openSocket(discord.url), openSocket(discord.url)];
    await Promise.all([first, second].map((socket) => socket.waitForPayload(({ op }) => op === 10)));

    first.send(2, { token: 'bot.tzurot', intents: 1, properties: {} });
    await first.waitFor('READY');
    second.send(2, { token: 'bot.tzurot', intents: 1, properties: {} });
    const refused = await second.waitForPayload(({ op }) => op === 9);
    discord.advanceClock(5_000);
    second.send(2, { token: 'bot.tzurot', intents: 1, properties: {} });
    await second.waitFor('READY');
    await discord.close();

    expect(refused.d).toBe(false);
  });

  it('resets the token of a bot that identifies a thousand times a day', async () => {
    const discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
    const identifyOnce = async () => {
      const socket = openSocket(discord.url);
      await socket.waitForPayload(({ op }) => op === 10);
      socket.send(2, { token: 'bot.tzurot', intents: 0, properties: {} });
      await socket.waitFor('READY');
      socket.cut();
    };
    // Twenty at a time, since each waits a moment to be greeted.
    for (let n = 0; n < 50; n += 1) await Promise.all(Array.from({ length: 20 }, identifyOnce));

    const last = openSocket(discord.url);
    await last.waitForPayload(({ op }) => op === 10);
    last.send(2, { token: 'bot.tzurot', intents: 0, properties: {} });
    const code = await last.closed;
    const { status } = await fetch(`${discord.url}/api/v10/users/@me`, {
      headers: { authorization: 'Bot bot.tzurot' },
    });
    await discord.close();

    expect(code).toBe(4004);
    expect(status).toBe(401);
  });
});
