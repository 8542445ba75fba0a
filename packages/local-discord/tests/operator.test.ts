import { type Client, Events, type TextChannel } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultWorld, type LocalDiscord, startLocalDiscord, type WorldIds } from '../src/index.ts';
import { callApi, connectPerson, openSocket, type Person } from '../src/testing/index.ts';
import { createBot, nextEvent, startBot } from './support/bot.ts';
import { hasOpenApi, openApiFile } from './support/spec.ts';

const operator = 'local.operator';

describe("the operator's routes", () => {
  let discord: LocalDiscord;

  beforeAll(async () => {
    discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
  });

  afterAll(async () => {
    await discord.close();
  });

  const local = <Body = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
    callApi<Body>(discord.url, operator, method, path, body);

  it('are closed to everyone else', async () => {
    const answers = await Promise.all(
      ['user.ada', 'Bot bot.tzurot', null].map((token) => callApi(discord.url, token, 'GET', '/local/log')),
    );

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  it('give the default world with its constant ids', async () => {
    const { body } = await local<WorldIds>('GET', '/local/worlds/default');

    expect(body).toEqual(defaultWorld);
    expect(body.guild).toEqual({ id: '1457706196008960000', name: 'Tavern' });
    expect(body.people.ada.token).toBe('user.ada');
  });

  it('make worlds that know nothing of each other, and put them back', async () => {
    const made = await local<WorldIds>('POST', '/local/worlds', { name: 'other' });
    const twice = await local('POST', '/local/worlds', { name: 'other' });
    const unfit = await local('POST', '/local/worlds', { name: 'Not Fit' });
    const world = made.body;
    const { ada } = world.people;
    const say = () =>
      callApi(discord.url, ada.token, 'POST', `/channels/${world.channels.general}/messages`, { content: 'x' });
    const history = () =>
      callApi<unknown[]>(discord.url, ada.token, 'GET', `/channels/${world.channels.general}/messages`);

    const stranger = await callApi(discord.url, 'user.ada', 'GET', `/guilds/${world.guild.id}`);
    await say();
    const before = (await history()).body.length;
    const reset = await local<WorldIds>('POST', '/local/worlds/other/reset');
    const after = (await history()).body.length;
    const missing = await local('POST', '/local/worlds/none/reset');

    expect(made.status).toBe(201);
    expect(ada.token).toBe('user.ada@other');
    expect(world.bot.token).toBe('bot.tzurot@other');
    expect(world.guild.id).not.toBe(defaultWorld.guild.id);
    expect([twice.status, unfit.status, missing.status, stranger.status]).toEqual([400, 400, 404, 404]);
    expect([before, after]).toEqual([1, 0]);
    expect(reset.body).toEqual(world);
  });

  it('close connections to a world that is put back, with a code that makes clients identify again', async () => {
    await local('POST', '/local/worlds', { name: 'closing' });
    const socket = openSocket(discord.url);
    await socket.waitForPayload(({ op }) => op === 10);
    socket.send(2, { token: 'user.ada@closing', properties: {} });
    await socket.waitFor('READY');

    await local('POST', '/local/worlds/closing/reset');

    expect(await socket.closed).toBe(4009);
  });

  it('move the clock, and what is stamped with it', async () => {
    const { body: before } = await local<{ nowMs: number }>('GET', '/local/clock');

    const { body: after } = await local<{ nowMs: number }>('POST', '/local/clock', { advanceMs: 3_600_000 });

    expect(after.nowMs - before.nowMs).toBeGreaterThanOrEqual(3_600_000);
    expect((await local('POST', '/local/clock', { advanceMs: -1 })).status).toBe(400);
  });

  it('log what came after a number', async () => {
    const { body: first } = await local<{ last: number }>('GET', '/local/log');
    await callApi(discord.url, 'user.ben', 'GET', '/users/@me');

    const { body } = await local<{ entries: Record<string, unknown>[] }>('GET', `/local/log?after=${first.last}`);

    expect(body.entries).toMatchObject([
      {
        n: first.last + 1,
        kind: 'request',
        by: 'ben',
        method: 'GET',
        route: '/users/@me',
        status: 200,
        answer: { username: 'ben' },
      },
    ]);
  });

  it('archive threads that have been quiet for as long as they are set to', async () => {
    const { corner } = discord.world.threads;
    const archived = async () => {
      const { body } = await callApi<{ thread_metadata: { archived: boolean } }>(
        discord.url,
        'user.ada',
        'GET',
        `/channels/${corner}`,
      );
      return body.thread_metadata.archived;
    };
    const before = await archived();

    await local('POST', '/local/clock', { advanceMs: 8 * 24 * 60 * 60_000 });

    expect([before, await archived()]).toEqual([false, true]);
  });

  it('write down what was said', async () => {
    await callApi(discord.url, 'user.ada', 'POST', `/channels/${discord.world.channels.general}/messages`, {
      content: 'for the record',
    });

    const { body } = await local<{ text: string }>('GET', '/local/transcript');

    expect(body.text).toContain('ada: for the record');
  });
});

describe('settling', () => {
  let discord: LocalDiscord;
  let bot: Client<true>;
  let ada: Person;
  let general: string;

  beforeAll(async () => {
    discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
    bot = await startBot(discord);
    ada = await connectPerson(discord.url, 'user.ada');
    general = discord.world.channels.general;
  });

  afterEach(() => void bot.removeAllListeners(Events.MessageCreate));

  afterAll(async () => {
    ada.close();
    await bot.destroy();
    await discord.close();
  });

  it('waits for a bot that types until it has answered', async () => {
    bot.on(Events.MessageCreate, (message) => {
      if (message.author.bot || !message.channel.isSendable()) return;
      const { channel } = message;
      void channel.sendTyping().then(() => setTimeout(() => void channel.send('done'), 800));
    });

    await ada.send(general, 'think');
    const { status } = await callApi(discord.url, operator, 'POST', '/local/settle', { timeoutMs: 5_000 });

    expect(status).toBe(200);
    expect((await ada.history(general))[0]?.content).toBe('done');
  });

  it('waits for a bot that was cut off to come back for what it missed', async () => {
    bot.on(Events.MessageCreate, (message) => {
      if (!message.author.bot && message.channel.isSendable()) void message.channel.send('heard');
    });
    const cut = new Promise((resolve) => bot.once(Events.ShardReconnecting, resolve));
    await callApi(discord.url, operator, 'POST', '/local/faults', { kind: 'drop-connection' });
    await cut;

    await ada.send(general, 'anybody?');
    const { status } = await callApi(discord.url, operator, 'POST', '/local/settle', { timeoutMs: 10_000 });

    expect(status).toBe(200);
    expect((await ada.history(general))[0]?.content).toBe('heard');
  });

  it('says what still goes on when the time is up', async () => {
    bot.on(Events.MessageCreate, (message) => {
      if (!message.author.bot && message.channel.isSendable()) void message.channel.sendTyping();
    });

    await ada.send(general, 'think forever');
    const answer = await callApi(discord.url, operator, 'POST', '/local/settle', { timeoutMs: 700 });

    expect(answer.status).toBe(408);
    expect(JSON.stringify(answer.body)).toContain('Tzurot is typing');
  });
});

describe('faults', () => {
  let discord: LocalDiscord;
  let bot: Client<true>;
  let ada: Person;
  let general: TextChannel;

  beforeAll(async () => {
    discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
    bot = await startBot(discord);
    ada = await connectPerson(discord.url, 'user.ada');
    general = (await bot.channels.fetch(discord.world.channels.general)) as TextChannel;
  });

  afterEach(() => {
    discord.clearFaults();
    bot.removeAllListeners(Events.MessageCreate);
  });

  afterAll(async () => {
    ada.close();
    await bot.destroy();
    await discord.close();
  });

  const fault = (body: object) => callApi(discord.url, operator, 'POST', '/local/faults', body);

  async function saidBy(name: string): Promise<string[]> {
    return (await ada.history(general.id))
      .filter(({ author }) => author.username === name)
      .map(({ content }) => content);
  }

  it('fail a call before it has any effect, as often as asked', async () => {
    await fault({ kind: 'error-before', match: 'POST /channels', times: 2, status: 503 });

    await expect(general.send('never said')).rejects.toMatchObject({ status: 503 });
    await expect(general.send('never said')).rejects.toMatchObject({ status: 503 });
    await general.send('said');

    expect(await saidBy('Tzurot')).not.toContain('never said');
  });

  it("answer with any of Discord's codes", async () => {
    await fault({
      kind: 'error-before',
      match: 'POST /channels',
      status: 400,
      errorCode: 200_000,
      errorMessage: 'Blocked',
    });

    await expect(general.send('x')).rejects.toMatchObject({ status: 400, code: 200_000, message: 'Blocked' });
  });

  it('fail a call after it had its effect', async () => {
    await fault({ kind: 'error-after', match: { method: 'POST', path: '/messages' } });

    await expect(general.send('said all the same')).rejects.toMatchObject({ status: 500 });

    expect(await saidBy('Tzurot')).toContain('said all the same');
  });

  it('swallow an answer', async () => {
    await fault({ kind: 'drop-answer', match: 'POST /channels' });

    await expect(general.send('said, unheard')).rejects.toMatchObject({ message: 'other side closed' });

    expect(await saidBy('Tzurot')).toContain('said, unheard');
  });

  it('lose what a webhook says without waiting', async () => {
    const hook = await general.createWebhook({ name: 'Unheard' });
    await fault({ kind: 'lost-message', match: 'POST /webhooks' });

    const path = `/webhooks/${hook.id}/${hook.token}`;
    const answer = await callApi(discord.url, null, 'POST', path, { content: 'lost' });

    expect(answer.status).toBe(204);
    expect((await ada.history(general.id)).map(({ content }) => content)).not.toContain('lost');
  });

  it('delay an answer, before or after its effect', async () => {
    await fault({ kind: 'delay', match: { text: 'slow after' }, delayMs: 300 });
    await fault({ kind: 'delay-before', match: { text: 'slow before' }, delayMs: 300 });
    const startedAt = performance.now();

    const [after, before] = [general.send('slow after'), general.send('slow before')];
    await ada.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'slow after');
    const effectAfterMs = performance.now() - startedAt;
    await Promise.all([after, before]);

    expect(effectAfterMs).toBeLessThan(300);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(299);
  });

  it('answer with a page of a proxy', async () => {
    await fault({ kind: 'html-error', match: 'POST /channels', status: 502 });

    await expect(general.send('x')).rejects.toMatchObject({ status: 502 });
  });

  it('limit a call, so that discord.js waits and calls again', async () => {
    await fault({ kind: 'rate-limit', match: 'POST /channels', retryAfter: 0.2 });

    await general.send('said after waiting');

    const calls = discord
      .readLog()
      .filter(({ method, path }) => method === 'POST' && String(path).endsWith('/messages'));
    expect(calls.slice(-2).map(({ status }) => status)).toEqual([429, 200]);
  });

  it('leave people alone unless they are named', async () => {
    await fault({ kind: 'error-before' });

    const unharmed = await ada.call('GET', '/users/@me');
    await fault({ kind: 'error-before', match: { user: 'ada' } });
    const harmed = await ada.call('GET', '/users/@me');

    expect([unharmed.status, harmed.status]).toEqual([200, 500]);
  });

  it('double, drop and reorder events', async () => {
    const heard: unknown[] = [];
    const listen = ({ t, d }: { t: string; d: { content: string } }) =>
      void (t === 'MESSAGE_CREATE' && heard.push(d.content));
    bot.on(Events.Raw, listen);

    await fault({ kind: 'duplicate-event', match: 'doubled' });
    await fault({ kind: 'drop-event', match: { event: 'MESSAGE_CREATE', text: 'dropped' } });
    await fault({ kind: 'reorder-events', match: { text: 'second' } });
    for (const content of ['doubled', 'dropped', 'second', 'first']) await ada.send(general.id, content);
    await expect.poll(() => heard).toEqual(['doubled', 'doubled', 'first', 'second']);
    bot.off(Events.Raw, listen);

    expect(ada.socket.events.filter(({ data }) => data['content'] === 'dropped')).toHaveLength(1);
  });

  it('hold an event back, and all behind it', async () => {
    await fault({ kind: 'delay-event', match: 'held back', delayMs: 200 });
    const heard: string[] = [];
    bot.on(Events.MessageCreate, ({ content }) => void heard.push(content));
    const startedAt = performance.now();

    for (const content of ['held back', 'right behind']) await ada.send(general.id, content);
    await expect.poll(() => heard).toEqual(['held back', 'right behind']);

    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(199);
  });

  it('cut the connection, so that discord.js resumes and misses nothing', async () => {
    const resumed = nextEvent(bot, Events.ShardResume);
    const heard: string[] = [];
    bot.on(Events.MessageCreate, ({ content }) => void heard.push(content));

    await fault({ kind: 'drop-connection' });
    for (const content of ['while away 1', 'while away 2']) await ada.send(general.id, content);
    await resumed;
    await ada.send(general.id, 'back');
    await expect.poll(() => heard).toEqual(['while away 1', 'while away 2', 'back']);

    expect(discord.readLog().filter(({ kind, op }) => kind === 'received' && op === 6)).toHaveLength(1);
  });

  it('ask for a reconnect, which discord.js resumes', async () => {
    const resumed = nextEvent(bot, Events.ShardResume);

    await fault({ kind: 'reconnect' });

    await expect(resumed).resolves.toBeDefined();
  });

  it('declare the session invalid, so that discord.js identifies again', async () => {
    const ready = nextEvent(bot, Events.ShardReady);

    await fault({ kind: 'invalid-session', resume: false });

    await expect(ready).resolves.toBeDefined();
  });

  it('ask for a heartbeat', async () => {
    const socket = openSocket(discord.url);
    await socket.waitForPayload(({ op }) => op === 10);
    socket.send(2, { token: 'user.cyn', properties: {} });
    await socket.waitFor('READY');

    await fault({ kind: 'heartbeat-request', match: { user: 'cyn' } });

    expect(await socket.waitForPayload(({ op }) => op === 1)).toMatchObject({ op: 1 });
    socket.close();
  });

  it('turn a connection into a zombie: open, and deaf', async () => {
    const socket = openSocket(discord.url);
    await socket.waitForPayload(({ op }) => op === 10);
    socket.send(2, { token: 'user.cyn', properties: {} });
    await socket.waitFor('READY');

    await fault({ kind: 'zombie', match: { user: 'cyn' } });
    await ada.send(general.id, 'not heard by a zombie');
    socket.send(1, 1);

    await expect(socket.waitForPayload(({ op }) => op === 11, 200)).rejects.toThrow('nothing that fits');
    expect(socket.events.map(({ data }) => data['content'])).not.toContain('not heard by a zombie');
    socket.cut();
  });

  it('keep a client waiting for READY, and turn it away with a code', async () => {
    const socket = openSocket(discord.url);
    await socket.waitForPayload(({ op }) => op === 10);
    await fault({ kind: 'refuse-identify', code: 4008, match: { user: 'cyn' } });
    socket.send(2, { token: 'user.cyn', properties: {} });
    const code = await socket.closed;

    const again = openSocket(discord.url);
    await again.waitForPayload(({ op }) => op === 10);
    await fault({ kind: 'delay-ready', delayMs: 200, match: { user: 'cyn' } });
    const startedAt = performance.now();
    again.send(2, { token: 'user.cyn', properties: {} });
    await again.waitFor('READY');

    expect(code).toBe(4008);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(199);
    again.close();
  });

  it('refuse the intents of an identify once', async () => {
    const [refused, taken] = [openSocket(discord.url), openSocket(discord.url)];
    await Promise.all([refused, taken].map((socket) => socket.waitForPayload(({ op }) => op === 10)));
    await fault({ kind: 'refuse-intents', intents: 1 << 15 });

    const identify = { token: 'bot.tzurot', intents: 1 << 15, properties: {} };
    refused.send(2, identify);
    const code = await refused.closed;
    taken.send(2, identify);
    await taken.waitFor('READY');

    expect(code).toBe(4014);
    taken.close();
  });

  it('archive a thread, which opens again when something is said', async () => {
    const { corner } = discord.world.threads;

    await fault({ kind: 'thread-archived', channelId: corner });
    const { body: archived } = await ada.call('GET', `/channels/${corner}`);
    await ada.send(corner, 'awake');
    const { body: open } = await ada.call('GET', `/channels/${corner}`);

    expect([archived, open]).toMatchObject([
      { thread_metadata: { archived: true } },
      { thread_metadata: { archived: false } },
    ]);
  });

  it('take a guild away and bring it back', async () => {
    const gone = nextEvent(bot, Events.GuildUnavailable);
    await fault({ kind: 'guild-outage' });
    await gone;
    await expect(general.send('x')).rejects.toMatchObject({ code: 50001 });

    const back = nextEvent(bot, Events.GuildAvailable);
    await fault({ kind: 'guild-return' });

    await expect(back).resolves.toBeDefined();
  });

  it('delete webhooks, messages and channels, archive and lock threads, and take permissions', async () => {
    const hook = await general.createWebhook({ name: 'Gone soon' });
    const message = await general.send('gone soon');
    const thread = await general.threads.create({ name: 'quiet soon' });
    const room = await ada.call<{ id: string }>('POST', `/guilds/${discord.world.guild.id}/channels`, { name: 'room' });

    await fault({ kind: 'webhook-deleted', channelId: general.id });
    await fault({ kind: 'message-deleted', messageId: message.id });
    await fault({ kind: 'thread-locked', channelId: thread.id });
    await fault({ kind: 'channel-deleted', channelId: room.body.id });
    await fault({ kind: 'permission-removed', channelId: general.id, permissions: String(1n << 29n) });

    await expect(hook.send('x')).rejects.toMatchObject({ code: 10015 });
    await expect(message.edit('x')).rejects.toMatchObject({ code: 10008 });
    await expect(bot.channels.fetch(room.body.id, { force: true })).rejects.toMatchObject({ code: 10003 });
    await expect(general.createWebhook({ name: 'x' })).rejects.toMatchObject({ code: 50013 });
    expect((await bot.channels.fetch(thread.id, { force: true }))?.toJSON()).toMatchObject({
      locked: true,
      archived: true,
    });
  });

  it('add the preview of a link, which is no edit', async () => {
    const updated = nextEvent(bot, Events.MessageUpdate);
    const { id } = await ada.send(general.id, 'see https://example.com/page');

    await fault({ kind: 'link-preview', messageId: id });

    const [, message] = await updated;
    expect(message.embeds.map(({ url }) => url)).toEqual(['https://example.com/page']);
    expect(message.editedTimestamp).toBeNull();
  });

  it('close the direct messages of a person, and open them again', async () => {
    const ben = await bot.users.fetch(discord.world.people.ben.id);

    await fault({ kind: 'direct-messages-closed', match: { user: 'ben' } });
    await expect(ben.send('psst')).rejects.toMatchObject({ code: 50007 });
    await fault({ kind: 'direct-messages-opened', match: { user: 'ben' } });

    await expect(ben.send('psst')).resolves.toMatchObject({ content: 'psst' });
  });

  it('name what is missing', async () => {
    const answer = await fault({ kind: 'message-deleted', messageId: '1' });

    expect(answer).toMatchObject({ status: 404, body: { message: expect.stringContaining('no such message') } });
  });

  it('are listed until used up, and removed by kind', async () => {
    await fault({ kind: 'error-before', times: null });
    await fault({ kind: 'delay' });

    const removed = await callApi(discord.url, operator, 'DELETE', '/local/faults', { kind: 'delay' });
    const { body } = await callApi<{ kind: string }[]>(discord.url, operator, 'GET', '/local/faults');

    expect(removed.body).toEqual({ removed: 1 });
    expect(body.map(({ kind }) => kind)).toEqual(['error-before']);
  });
});

describe('refusals at the door', () => {
  it('closes with 4014 for intents that are switched off, so that discord.js gives up', async () => {
    const discord = await startLocalDiscord({ port: 0, intentsRefused: 1 << 15 });
    const bot = createBot(discord);

    await expect(bot.login('bot.tzurot')).rejects.toThrow('disallowed intents');

    await bot.destroy();
    await discord.close();
  });

  it('hides content in answers too when the application may not read it', async () => {
    const discord = await startLocalDiscord({ port: 0, intentsRefused: 1 << 15 });
    const { general } = discord.world.channels;
    await callApi(discord.url, 'user.ada', 'POST', `/channels/${general}/messages`, { content: 'secret' });

    const { body } = await callApi(discord.url, 'Bot bot.tzurot', 'GET', `/channels/${general}/messages`);
    await discord.close();

    expect(body).toMatchObject([{ content: '' }]);
  });

  it('answers 401 after the token was reset, which makes discord.js give up', async () => {
    const discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
    const bot = await startBot(discord);
    const closed = nextEvent(bot, Events.ShardDisconnect);

    discord.addFault({ kind: 'token-reset' });
    const [{ code }] = await closed;
    const again = createBot(discord).login('bot.tzurot');

    await expect(again).rejects.toThrow('invalid token');
    expect(code).toBe(4004);
    await bot.destroy();
    await discord.close();
  });
});

describe.skipIf(!hasOpenApi)('with the description at hand', () => {
  it('says in the log whether a call fits', async () => {
    const discord = await startLocalDiscord({ port: 0, openApiFile });
    const path = `/channels/${discord.world.channels.general}/messages`;
    await callApi(discord.url, 'Bot bot.tzurot', 'POST', path, { content: 'fits' });
    await callApi(discord.url, 'Bot bot.tzurot', 'POST', path, { content: 'fits not', contnet: 1 });

    const verdicts = discord.readLog().map(({ verdict }) => verdict);
    await discord.close();

    expect(verdicts).toMatchObject([{ ok: true }, { ok: false, problems: [expect.stringContaining('contnet')] }]);
  });
});
