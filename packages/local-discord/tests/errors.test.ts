import { request } from 'node:http';
import type { APIApplicationCommand, APIChannel, APIMessage, APIWebhook } from 'discord-api-types/v10';
import { PermissionFlagsBits as Permission, RESTJSONErrorCodes } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiErrors, errorsByFault } from '../src/errors.ts';
import { type LocalDiscord, startLocalDiscord, type WorldIds } from '../src/index.ts';
import { type Answered, callApi, connectPerson, type GatewaySocket, openSocket } from '../src/testing/index.ts';

/** A world of its own, and whoever speaks in it. */
interface Scene {
  readonly world: WorldIds;
  readonly general: string;
  readonly bot: Caller;
  readonly ada: Caller;
  readonly ben: Caller;
  readonly nobody: Caller;
}

type Caller = <Body = { id: string }>(method: string, path: string, body?: unknown) => Promise<Answered<Body>>;

/** Something that Discord refuses: what was tried, the code, the HTTP status. */
type Refusal = readonly [what: string, code: number, status: number, attempt: (scene: Scene) => Promise<Answered>];

const unknownId = '1457705441034240001';
const poll = (more: object = {}) => ({
  poll: { question: { text: 'Tea?' }, answers: [{ poll_media: { text: 'Yes', emoji: { name: '🍵' } } }], ...more },
});

async function channelOf({ ada, world }: Scene, type: number): Promise<string> {
  const { body } = await ada('POST', `/guilds/${world.guild.id}/channels`, { name: 'made', type });
  return body.id;
}

async function said(by: Caller, channelId: string, body: object = { content: 'x' }): Promise<APIMessage> {
  return (await by<APIMessage>('POST', `/channels/${channelId}/messages`, body)).body;
}

async function hookOf({ bot }: Scene, channelId: string): Promise<string> {
  const { body } = await bot<APIWebhook>('POST', `/channels/${channelId}/webhooks`, { name: 'Hook' });
  return `/webhooks/${body.id}/${body.token}`;
}

function hundredCommands(from: number): object[] {
  return Array.from({ length: 100 }, (_, n) => ({ name: `c${from + n}`, description: 'x' }));
}

/** Ada sends a recording. */
function speak({ world, general }: Scene, more: object, name = 'voice.ogg'): Promise<Answered<{ id: string }>> {
  const attachments = [{ id: '0', duration_secs: 1, waveform: 'AAAA' }];
  const body = { flags: 1 << 13, attachments, ...more };
  const path = `/channels/${general}/messages`;
  return callApi(discord.url, world.people.ada.token, 'POST', path, body, [{ name, content: 'x' }]);
}

/** Repeats a call, some at a time. @returns the last answer */
async function repeat(times: number, call: (n: number) => Promise<Answered>): Promise<Answered> {
  for (let n = 0; n < times - 1; n += 20) {
    await Promise.all(Array.from({ length: Math.min(20, times - 1 - n) }, (_, index) => call(n + index)));
  }
  return call(times - 1);
}

const refusals: readonly Refusal[] = [
  ['a call without a token', 0, 401, ({ nobody }) => nobody('GET', '/users/@me')],
  ['a route that is not there', 0, 404, ({ bot }) => bot('GET', '/nowhere')],
  ['an unknown channel', 10003, 404, ({ bot }) => bot('GET', `/channels/${unknownId}`)],
  ['an unknown guild', 10004, 404, ({ bot }) => bot('GET', `/guilds/${unknownId}`)],
  ['an unknown member', 10007, 404, ({ bot, world }) => bot('GET', `/guilds/${world.guild.id}/members/${unknownId}`)],
  ['an unknown message', 10008, 404, ({ bot, general }) => bot('GET', `/channels/${general}/messages/${unknownId}`)],
  ['an unknown role', 10011, 404, ({ bot, world }) => bot('GET', `/guilds/${world.guild.id}/roles/${unknownId}`)],
  ['an unknown user', 10013, 404, ({ bot }) => bot('GET', `/users/${unknownId}`)],
  ['an unknown emoji', 10014, 404, ({ bot, world }) => bot('GET', `/guilds/${world.guild.id}/emojis/${unknownId}`)],
  [
    'a reaction that is no emoji',
    10014,
    400,
    async ({ bot, general }) => {
      const { id } = await said(bot, general);
      return bot('PUT', `/channels/${general}/messages/${id}/reactions/word/@me`);
    },
  ],
  ['an unknown webhook', 10015, 404, ({ nobody }) => nobody('POST', `/webhooks/${unknownId}/t`, { content: 'x' })],
  [
    'an answer to an unknown interaction',
    10062,
    404,
    ({ nobody }) => nobody('POST', `/interactions/${unknownId}/t/callback`, { type: 6 }),
  ],
  [
    'a command that is not registered',
    10063,
    404,
    ({ ada, general, world }) =>
      ada('POST', '/interactions', {
        type: 2,
        application_id: world.bot.applicationId,
        channel_id: general,
        session_id: 's',
        data: { id: unknownId, name: 'nothing' },
      }),
  ],
  [
    'a second message in slow mode',
    20016,
    429,
    async ({ ada, ben, general }) => {
      await ada('PATCH', `/channels/${general}`, { rate_limit_per_user: 10 });
      await said(ben, general);
      return ben('POST', `/channels/${general}/messages`, { content: 'y' });
    },
  ],
  [
    'a 251st pin',
    30003,
    400,
    ({ ada, general }) =>
      repeat(251, async () => {
        const { id } = await said(ada, general);
        return ada('PUT', `/channels/${general}/messages/pins/${id}`);
      }),
  ],
  [
    'a 16th webhook in a channel',
    30007,
    400,
    ({ bot, general }) => repeat(16, () => bot('POST', `/channels/${general}/webhooks`, { name: 'x' })),
  ],
  [
    'a 21st kind of reaction',
    30010,
    400,
    async ({ ada, general }) => {
      const { id } = await said(ada, general);
      const path = (n: number) =>
        `/channels/${general}/messages/${id}/reactions/${encodeURIComponent(String.fromCodePoint(0x1f600 + n))}/@me`;
      return repeat(21, (n) => ada('PUT', path(n)));
    },
  ],
  [
    'a 101st command',
    30032,
    400,
    ({ bot, world }) =>
      bot(
        'PUT',
        `/applications/${world.bot.applicationId}/commands`,
        Array.from({ length: 101 }, (_, n) => ({ name: `c${n}`, description: 'x' })),
      ),
  ],
  [
    'a 201st new command in a day',
    30034,
    429,
    async ({ bot, world }) => {
      const path = `/applications/${world.bot.applicationId}/commands`;
      await bot('PUT', path, hundredCommands(0));
      await bot('PUT', path, hundredCommands(100));
      return bot('PUT', path, hundredCommands(200));
    },
  ],
  [
    'a 1,001st webhook in a guild',
    30058,
    400,
    async (scene) => {
      const { ada } = scene;
      const channels = await Promise.all(Array.from({ length: 67 }, () => channelOf(scene, 0)));
      return repeat(1_001, (n) => ada('POST', `/channels/${channels[n % 67]}/webhooks`, { name: 'x' }));
    },
  ],
  [
    'a 1,001st open thread in a guild',
    160006,
    400,
    // Two are there from the start.
    ({ ada, general }) => repeat(999, (n) => ada('POST', `/channels/${general}/threads`, { name: `t${n}`, type: 11 })),
  ],
  [
    'a request over 25 MiB',
    40005,
    413,
    ({ ada, general }) => ada('POST', `/channels/${general}/messages`, { content: 'x'.repeat(26 * 1024 * 1024) }),
  ],
  [
    'a file over 10 MiB',
    50045,
    413,
    ({ ada, general }) =>
      ada('POST', `/channels/${general}/attachments`, { files: [{ filename: 'x', file_size: 11 * 1024 * 1024 }] }),
  ],
  [
    'a file that was announced and never sent',
    50146,
    400,
    async ({ ada, general }) => {
      const { body } = await ada<{ attachments: { upload_filename: string }[] }>(
        'POST',
        `/channels/${general}/attachments`,
        { files: [{ filename: 'x.txt', file_size: 1 }] },
      );
      const attachments = [{ id: '0', uploaded_filename: body.attachments[0]?.upload_filename }];
      return ada('POST', `/channels/${general}/messages`, { attachments });
    },
  ],
  [
    'a message straight into a forum',
    40058,
    400,
    ({ bot, world }) => bot('POST', `/channels/${world.channels.stories}/messages`, { content: 'x' }),
  ],
  [
    'a post without a tag where one is required',
    40067,
    400,
    async ({ ada, world }) => {
      const { stories } = world.channels;
      await ada('PATCH', `/channels/${stories}`, { flags: 1 << 4 });
      return ada('POST', `/channels/${stories}/threads`, { name: 'x', message: { content: 'x' } });
    },
  ],
  ['a channel that cannot be seen', 50001, 403, ({ ben, world }) => ben('GET', `/channels/${world.channels.staff}`)],
  [
    "an edit of somebody else's message",
    50005,
    403,
    async ({ ada, bot, general }) => {
      const { id } = await said(ada, general);
      return bot('PATCH', `/channels/${general}/messages/${id}`, { content: 'y' });
    },
  ],
  ['a message that says nothing', 50006, 400, ({ bot, general }) => bot('POST', `/channels/${general}/messages`, {})],
  [
    'a message into a category',
    50008,
    400,
    async (scene) => scene.ada('POST', `/channels/${await channelOf(scene, 4)}/messages`, { content: 'x' }),
  ],
  [
    'what one has no permission for',
    50013,
    403,
    ({ bot, world }) => bot('POST', `/channels/${world.channels.quiet}/webhooks`, { name: 'x' }),
  ],
  [
    'a deletion of one message in bulk',
    50016,
    400,
    ({ bot, general }) => bot('POST', `/channels/${general}/messages/bulk-delete`, { messages: [unknownId] }),
  ],
  [
    'a deletion in bulk of messages older than 14 days',
    50034,
    400,
    ({ bot, general, world }) =>
      bot('POST', `/channels/${general}/messages/bulk-delete`, { messages: [unknownId, world.guild.id] }),
  ],
  [
    'a reply to a notice of Discord',
    50021,
    403,
    async ({ ada, general }) => {
      const { id } = await said(ada, general);
      await ada('PUT', `/channels/${general}/messages/pins/${id}`);
      const { body } = await ada<APIMessage[]>('GET', `/channels/${general}/messages?limit=1`);
      const reply = { content: 'x', message_reference: { message_id: body[0]?.id } };
      return ada('POST', `/channels/${general}/messages`, reply);
    },
  ],
  [
    'a thread in a voice channel',
    50024,
    400,
    async (scene) => scene.ada('POST', `/channels/${await channelOf(scene, 2)}/threads`, { name: 'x', type: 11 }),
  ],
  [
    "somebody else's webhook token",
    50027,
    401,
    async (scene) => {
      const path = await hookOf(scene, scene.general);
      return scene.nobody('POST', path.replace(/[^/]+$/, 'wrong'), { content: 'x' });
    },
  ],
  ['a direct channel with nobody', 50033, 400, ({ bot }) => bot('POST', '/users/@me/channels', { recipients: [] })],
  [
    'a form that is wrong',
    50035,
    400,
    ({ bot, general }) => bot('POST', `/channels/${general}/messages`, { nonce: {} }),
  ],
  [
    'a reaction in an archived thread',
    50083,
    400,
    async ({ ada, world }) => {
      const { corner } = world.threads;
      const { id } = await said(ada, corner);
      await ada('PATCH', `/channels/${corner}`, { archived: true });
      return ada('PUT', `/channels/${corner}/messages/${id}/reactions/${encodeURIComponent('🔥')}/@me`);
    },
  ],
  [
    'a reply by somebody who may not read what was said',
    160002,
    400,
    async ({ ada, ben, general, world }) => {
      const { id } = await said(ada, general);
      const deny = String(Permission.ReadMessageHistory);
      await ada('PUT', `/channels/${general}/permissions/${world.people.ben.id}`, { type: 1, deny });
      return ben('POST', `/channels/${general}/messages`, { content: 'y', message_reference: { message_id: id } });
    },
  ],
  [
    'a second thread from one message',
    160004,
    400,
    async ({ ada, general }) => {
      const { id } = await said(ada, general);
      return repeat(2, () => ada('POST', `/channels/${general}/messages/${id}/threads`, { name: 'x' }));
    },
  ],
  [
    'a message in a locked thread',
    160005,
    400,
    async ({ ada, ben, world }) => {
      await ada('PATCH', `/channels/${world.threads.corner}`, { locked: true });
      return ben('POST', `/channels/${world.threads.corner}/messages`, { content: 'x' });
    },
  ],
  [
    'a forward of what one cannot read',
    160014,
    400,
    async ({ ada, ben, general, world }) => {
      const { staff } = world.channels;
      const { id } = await said(ada, staff);
      const message_reference = { type: 1, channel_id: staff, message_id: id };
      return ben('POST', `/channels/${general}/messages`, { message_reference });
    },
  ],
  [
    'a webhook in a forum without a post',
    220001,
    400,
    async (scene) => scene.nobody('POST', await hookOf(scene, scene.world.channels.stories), { content: 'x' }),
  ],
  [
    'a webhook in a forum with two posts',
    220002,
    400,
    async (scene) => {
      const { channels, threads } = scene.world;
      const path = `${await hookOf(scene, channels.stories)}?thread_id=${threads.prologue}`;
      return scene.nobody('POST', path, { content: 'x', thread_name: 'y' });
    },
  ],
  [
    'a webhook that makes a post outside of forums',
    220003,
    400,
    async (scene) => scene.nobody('POST', await hookOf(scene, scene.general), { content: 'x', thread_name: 'y' }),
  ],
  [
    'a poll on a stage',
    520002,
    400,
    async (scene) => scene.ada('POST', `/channels/${await channelOf(scene, 13)}/messages`, poll()),
  ],
  [
    'an edit of a poll',
    520003,
    400,
    async ({ bot, general, ada, world }) => {
      await ada('PATCH', `/guilds/${world.guild.id}/roles/${world.roles.tzurot}`, { permissions: '8' });
      const { id } = await said(bot, general, poll());
      return bot('PATCH', `/channels/${general}/messages/${id}`, poll());
    },
  ],
  [
    "a reaction with an answer's emoji",
    520004,
    400,
    async ({ ada, ben, general }) => {
      const { id } = await said(ada, general, poll());
      return ben('PUT', `/channels/${general}/messages/${id}/reactions/${encodeURIComponent('🍵')}/@me`);
    },
  ],
  [
    'the end of a poll that is none',
    520006,
    400,
    async ({ ada, general }) => ada('POST', `/channels/${general}/polls/${(await said(ada, general)).id}/expire`),
  ],
  [
    'the second end of a poll',
    520001,
    400,
    async ({ ada, general }) => {
      const { id } = await said(ada, general, poll());
      return repeat(2, () => ada('POST', `/channels/${general}/polls/${id}/expire`));
    },
  ],
  [
    'a vote in a poll that has ended',
    520001,
    400,
    async ({ ada, ben, general }) => {
      const { id } = await said(ada, general, poll());
      await ada('POST', `/channels/${general}/polls/${id}/expire`);
      return ben('PUT', `/channels/${general}/polls/${id}/answers/@me`, { answer_ids: [1] });
    },
  ],
  ['commands of an unknown application', 10002, 404, ({ bot }) => bot('GET', `/applications/${unknownId}/commands`)],
  ['an unknown invite', 10006, 404, ({ ada }) => ada('GET', '/invites/none')],
  [
    'an overwrite for nobody',
    10009,
    404,
    ({ ada, general }) => ada('PUT', `/channels/${general}/permissions/${unknownId}`, { type: 1 }),
  ],
  ['an unknown ban', 10026, 404, ({ ada, world }) => ada('GET', `/guilds/${world.guild.id}/bans/${unknownId}`)],
  ['an unknown sticker', 10060, 404, ({ bot }) => bot('GET', `/stickers/${unknownId}`)],
  [
    'permissions of a command, which are set elsewhere',
    10066,
    404,
    ({ bot, world }) =>
      bot('GET', `/applications/${world.bot.id}/guilds/${world.guild.id}/commands/${unknownId}/permissions`),
  ],
  ["a person on a bot's route", 20002, 403, ({ ada }) => ada('GET', '/gateway/bot')],
  ["a bot on a person's route", 20001, 403, ({ bot }) => bot('POST', '/interactions', {})],
  [
    'a 251st role',
    30005,
    400,
    // Three are there from the start.
    ({ ada, world }) => repeat(248, () => ada('POST', `/guilds/${world.guild.id}/roles`, {})),
  ],
  [
    'a 501st channel',
    30013,
    400,
    // Five are there from the start.
    ({ ada, world }) => repeat(496, () => ada('POST', `/guilds/${world.guild.id}/channels`, { name: 'x' })),
  ],
  [
    'an invite to somebody who is banned',
    40007,
    403,
    async ({ ada, ben, general, world }) => {
      const { body } = await ada<{ code: string }>('POST', `/channels/${general}/invites`, {});
      await ada('PUT', `/guilds/${world.guild.id}/bans/${world.people.ben.id}`);
      return ben('POST', `/invites/${body.code}`);
    },
  ],
  [
    'a second crosspost',
    40033,
    400,
    async (scene) => {
      const news = await channelOf(scene, 5);
      const { id } = await said(scene.ada, news);
      return repeat(2, () => scene.ada('POST', `/channels/${news}/messages/${id}/crosspost`));
    },
  ],
  [
    'a change of a direct channel',
    50003,
    400,
    async ({ ada, world }) => {
      const { body } = await ada('POST', '/users/@me/channels', { recipients: [world.bot.id] });
      return ada('PATCH', `/channels/${body.id}`, { name: 'x' });
    },
  ],
  [
    "a bot's own role for somebody else",
    50028,
    400,
    ({ ada, world }) =>
      ada('PUT', `/guilds/${world.guild.id}/members/${world.people.ben.id}/roles/${world.roles.tzurot}`),
  ],
  [
    'a sticker without a picture',
    50046,
    400,
    ({ ada, world }) => ada('POST', `/guilds/${world.guild.id}/stickers`, { name: 'wave', tags: 'wave' }),
  ],
  [
    'a message with a sticker that is not there',
    50081,
    400,
    ({ bot, general }) => bot('POST', `/channels/${general}/messages`, { sticker_ids: [unknownId] }),
  ],
  [
    'a vote for what cannot be voted for',
    520000,
    403,
    async ({ ada, ben, general }) => {
      const { id } = await said(ada, general, poll());
      return ben('PUT', `/channels/${general}/polls/${id}/answers/@me`, { answer_ids: [7] });
    },
  ],
  [
    'two tags of one name',
    40061,
    400,
    ({ ada, world }) =>
      ada('PATCH', `/channels/${world.channels.stories}`, { available_tags: [{ name: 'sea' }, { name: 'Sea' }] }),
  ],
  [
    'a forward out of a channel for adults',
    160010,
    400,
    async ({ ada, general, world }) => {
      const { adults } = world.channels;
      const { id } = await said(ada, adults);
      const message_reference = { type: 1, channel_id: adults, message_id: id };
      return ada('POST', `/channels/${general}/messages`, { message_reference });
    },
  ],
  [
    'a guild given to a bot',
    50132,
    400,
    ({ ada, world }) => ada('PATCH', `/guilds/${world.guild.id}`, { owner_id: world.bot.id }),
  ],
  ['a voice message with words', 50159, 400, (scene) => speak(scene, { content: 'x' })],
  ['a voice message that is no recording', 50160, 400, (scene) => speak(scene, {}, 'note.txt')],
  ['a voice message that cannot be drawn', 50161, 400, (scene) => speak(scene, { attachments: [{ id: '0' }] })],
  [
    'an edit of a voice message',
    50162,
    400,
    async (scene) => {
      const { body } = await speak(scene, {});
      return scene.ada('PATCH', `/channels/${scene.general}/messages/${body.id}`, { content: 'x' });
    },
  ],
  [
    'a direct message to somebody who takes none',
    50007,
    403,
    async ({ bot, world }) => {
      const { body } = await bot('POST', '/users/@me/channels', { recipient_id: world.people.ben.id });
      const fault = { kind: 'direct-messages-closed', match: { user: 'ben' }, world: world.name };
      await local('POST', '/local/faults', fault);
      return bot('POST', `/channels/${body.id}/messages`, { content: 'x' });
    },
  ],
  [
    'a direct message to somebody one shares no guild with',
    50278,
    403,
    async ({ ben, bot, world }) => {
      const { body } = await bot('POST', '/users/@me/channels', { recipient_id: world.people.ben.id });
      await ben('DELETE', `/users/@me/guilds/${world.guild.id}`);
      return bot('POST', `/channels/${body.id}/messages`, { content: 'x' });
    },
  ],
];

let discord: LocalDiscord;

const local = callerWith('local.operator');

function callerWith(authorization: string | null): Caller {
  return (method, path, body) => callApi(discord.url, authorization, method, path, body);
}

function sceneOf(world: WorldIds): Scene {
  return {
    world,
    general: world.channels.general,
    bot: callerWith(`Bot ${world.bot.token}`),
    ada: callerWith(world.people.ada.token),
    ben: callerWith(world.people.ben.token),
    nobody: callerWith(null),
  };
}

let worlds = 0;
function newScene(): Scene {
  worlds += 1;
  return sceneOf(discord.createWorld(`w${worlds}`));
}

/** A call with these headers and no others. */
function sendRaw(path: string, headers: Record<string, string>, text: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const call = request(`${discord.url}/api/v10${path}`, { method: 'POST', headers }, (response) => {
      let answer = '';
      response.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: new Headers(), body: JSON.parse(answer) as unknown }),
      );
    });
    call.on('error', reject);
    call.end(text);
  });
}

const codeOf = ({ status, body }: Answered) => [status, (body as { code?: number }).code];

beforeAll(async () => {
  discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
});

afterAll(async () => {
  await discord.close();
});

describe('refusals', () => {
  it.each(refusals)('%s is answered with %i and %i', async (_what, code, status, attempt) => {
    const answer = await attempt(newScene());

    expect(codeOf(answer)).toEqual([status, code]);
  });

  it.each([
    ['text that is no JSON', 50109, 400, '{"content":', { 'user-agent': 'test' }],
    ['a caller that does not say what it is', 40333, 403, '{"content":"x"}', {}],
  ])('%s is answered with %i and %i', async (_what, code, status, text, more) => {
    const { world, general } = newScene();
    const headers = { 'content-type': 'application/json', authorization: `Bot ${world.bot.token}`, ...more };

    const answer = await sendRaw(`/channels/${general}/messages`, headers, text);

    expect(codeOf(answer)).toEqual([status, code]);
  });

  it.each(errorsByFault)('is answered with %i and %i where a fault says so', async (status, code, message) => {
    const { bot, world } = newScene();
    await local('POST', '/local/faults', { kind: 'error-before', errorCode: code, world: world.name });

    const answer = await bot('GET', '/users/@me');

    expect([...codeOf(answer), (answer.body as { message?: string }).message]).toEqual([status, code, message]);
    expect('retry_after' in answer.body).toBe(status === 429);
  });
});

describe('limits that are counted beside calls', () => {
  afterAll(() => local('POST', '/local/limits', { mode: 'off' }));

  it('are on edits of messages older than an hour, by bots and webhooks: 30046', async () => {
    const scene = newScene();
    const { bot, ada, general, nobody } = scene;
    const hook = await hookOf(scene, general);
    const [own, younger] = [await said(bot, general), await said(ada, general)];
    const { body: spoken } = await nobody('POST', `${hook}?wait=true`, { content: 'x' });
    discord.advanceClock(61 * 60_000);
    await local('POST', '/local/limits', { oldEditsPer20s: 2 });

    const answers = [
      await bot('PATCH', `/channels/${general}/messages/${own.id}`, { content: '1' }),
      await nobody('PATCH', `${hook}/messages/${spoken.id}`, { content: '2' }),
      await bot('PATCH', `/channels/${general}/messages/${own.id}`, { content: '3' }),
      await nobody('PATCH', `${hook}/messages/${spoken.id}`, { content: '4' }),
      await ada('PATCH', `/channels/${general}/messages/${younger.id}`, { content: 'people are not counted' }),
    ];
    discord.advanceClock(20_000);
    const later = await bot('PATCH', `/channels/${general}/messages/${own.id}`, { content: '5' });

    expect([...answers, later].map(codeOf)).toEqual([
      [200, undefined],
      [200, undefined],
      [429, 30046],
      [429, 30046],
      [200, undefined],
      [200, undefined],
    ]);
    expect(answers[2]?.body).toMatchObject({ retry_after: expect.any(Number) });
  });

  it('are on direct channels that a bot opens anew: 40003', async () => {
    const { bot, world } = newScene();
    const { ada, ben } = world.people;
    await local('POST', '/local/limits', { directOpensPer10Minutes: 1 });
    const open = (recipient_id: string) => bot('POST', '/users/@me/channels', { recipient_id });

    const answers = [await open(ada.id), await open(ada.id), await open(ben.id)];
    discord.advanceClock(600_000);
    const later = await open(ben.id);

    expect([...answers, later].map(codeOf)).toEqual([
      [200, undefined],
      [200, undefined],
      [403, 40003],
      [200, undefined],
    ]);
  });

  it('are on what all webhooks of a channel say in a minute', async () => {
    const scene = newScene();
    const [one, other] = [await hookOf(scene, scene.general), await hookOf(scene, scene.general)];
    const elsewhere = await hookOf(scene, scene.world.channels.adults);
    await local('POST', '/local/limits', { webhookPerMinute: 2 });
    const execute = (path: string) => scene.nobody('POST', path, { content: 'x' });

    const answers = [await execute(one), await execute(other), await execute(one), await execute(elsewhere)];

    expect(answers.map(({ status }) => status)).toEqual([204, 204, 429, 204]);
    expect(answers[2]?.headers.get('x-ratelimit-scope')).toBe('shared');
  });
});

describe('interactions', () => {
  let scene: Scene;
  let socket: GatewaySocket;

  beforeAll(async () => {
    scene = newScene();
    const { bot, world } = scene;
    const command = { name: 'ask', description: 'x', integration_types: [0, 1], contexts: [0, 1, 2] };
    await bot<APIApplicationCommand>('POST', `/applications/${world.bot.applicationId}/commands`, command);
    socket = openSocket(discord.url);
    await socket.waitForPayload(({ op }) => op === 10);
    socket.send(2, { token: world.bot.token, intents: 1, properties: {} });
    await socket.waitFor('READY');
  });

  afterAll(() => socket.close());

  /** What ada asked, as the bot was told. */
  async function ask(channelId: string): Promise<{ callback: string; followUps: string }> {
    const ada = await connectPerson(discord.url, scene.world.people.ada.token);
    const asked = await ada.slash(channelId, 'ask');
    ada.close();
    const { id, token } = await socket.waitFor<{ id: string; token: string }>(
      'INTERACTION_CREATE',
      (data) => data.id === asked,
    );
    return {
      callback: `/interactions/${id}/${token}/callback`,
      followUps: `/webhooks/${scene.world.bot.applicationId}/${token}`,
    };
  }

  const reply = { type: 4, data: { content: 'x' } };

  it('take one answer: 40060', async () => {
    const { callback } = await ask(scene.general);

    const answer = await repeat(2, () => scene.nobody('POST', callback, reply));

    expect(codeOf(answer)).toEqual([400, 40060]);
  });

  it('take five follow-ups where only a person brought the application: 40094', async () => {
    const { body: direct } = await scene.ada<APIChannel>('POST', '/users/@me/channels', {
      recipients: [scene.world.people.ben.id],
    });
    const { callback, followUps } = await ask(direct.id);
    await scene.nobody('POST', callback, reply);

    const answer = await repeat(6, () => scene.nobody('POST', followUps, { content: 'more' }));

    expect(codeOf(answer)).toEqual([400, 40094]);
  });

  it('keep ephemeral answers out of reach of every other call', async () => {
    const { callback } = await ask(scene.general);
    const { body } = await scene.nobody<{ resource: { message: APIMessage } }>(
      'POST',
      `${callback}?with_response=true`,
      { type: 4, data: { content: 'x', flags: 64 } },
    );
    const path = `/channels/${scene.general}/messages/${body.resource.message.id}`;

    const answers = [
      await scene.bot('PATCH', path, { content: 'y' }),
      await scene.bot('DELETE', path),
      await scene.ada('PUT', `${path}/reactions/${encodeURIComponent('🔥')}/@me`),
    ];

    expect(answers.map(codeOf)).toEqual([
      [404, 10008],
      [404, 10008],
      [404, 10008],
    ]);
  });
});

describe('the list of codes', () => {
  it("is Discord's own", () => {
    const known = new Set(Object.values(RESTJSONErrorCodes));
    const all = [...Object.values(apiErrors), ...errorsByFault].map(([, code]) => code);

    expect(all.filter((code) => !known.has(code))).toEqual([]);
  });

  it('was met in full by the calls above, but for what only more people than there are could meet', () => {
    const answered = new Set(discord.readLog().map(({ answer }) => (answer as { code?: unknown } | undefined)?.code));
    const needsMore = new Set([
      20012, // a second application
      30033, // a thread of a thousand
    ]);
    const all = [...Object.values(apiErrors), ...errorsByFault].map(([, code]) => code);

    const unmet = all.filter((code) => code !== 0 && !answered.has(code) && !needsMore.has(code));

    expect(unmet).toEqual([]);
  });
});
