import type { APIChannel, APIMessage, APIWebhook } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDiscord, startLocalDiscord } from '../src/index.ts';
import { callApi } from '../src/testing/index.ts';

/** A rule that Discord's API description lacks: a request that must be refused, how, and at which field. */
interface Rule {
  readonly rule: string;
  readonly body?: unknown;
  readonly code: number;
  readonly status?: number;
  /** Where in `errors` the problem stands. */
  readonly at?: string;
  /** The name of the problem there. */
  readonly named?: string;
}

const button = (more: object = {}) => ({ type: 2, style: 1, label: 'x', custom_id: 'x', ...more });
const row = (...components: object[]) => ({ type: 1, components });
const text = (content: string) => ({ type: 10, content });
const V2 = 1 << 15;
const command = (more: object = {}) => ({ name: 'view', description: 'Look', ...more });
const option = (more: object = {}) => ({ type: 3, name: 'name', description: 'Which', ...more });
const field = (more: object = {}) => ({ name: 'n', value: 'v', ...more });

const messageRules: Rule[] = [
  { rule: 'a message says something', body: { content: '' }, code: 50006 },
  { rule: 'spaces are nothing', body: { content: '  \n ' }, code: 50006 },
  { rule: 'content ends at 2,000 characters', body: { content: 'x'.repeat(2_001) }, code: 50035, at: 'content' },
  {
    rule: 'there are at most 10 embeds',
    body: { embeds: Array.from({ length: 11 }, () => ({ title: 't' })) },
    code: 50035,
    at: 'embeds',
  },
  {
    rule: 'all embeds together hold 6,000 characters',
    body: { embeds: [{ description: 'x'.repeat(4_000) }, { description: 'x'.repeat(2_001) }] },
    code: 50035,
    at: 'embeds',
    named: 'MAX_EMBED_SIZE_EXCEEDED',
  },
  {
    rule: "an embed's field has a value",
    body: { embeds: [{ fields: [field({ value: '' })] }] },
    code: 50035,
    at: 'embeds.0.fields.0.value',
  },
  {
    rule: "an embed's title ends at 256 characters",
    body: { embeds: [{ title: 'x'.repeat(257) }] },
    code: 50035,
    at: 'embeds.0.title',
  },
  {
    rule: 'pictures come from the web or the message',
    body: { embeds: [{ image: { url: 'file:///etc/passwd' } }] },
    code: 50035,
    at: 'embeds.0.image.url',
    named: 'URL_TYPE_INVALID_SCHEME',
  },
  {
    rule: 'there are at most 5 rows',
    body: { components: Array.from({ length: 6 }, (_, n) => row(button({ custom_id: `b${n}` }))) },
    code: 50035,
    at: 'components',
  },
  {
    rule: 'custom ids are used once',
    body: { components: [row(button(), button())] },
    code: 50035,
    at: 'components',
    named: 'COMPONENT_CUSTOM_ID_DUPLICATED',
  },
  {
    rule: 'a button has a custom id',
    body: { components: [row(button({ custom_id: undefined }))] },
    code: 50035,
    at: 'components.0.components.0.custom_id',
  },
  {
    rule: 'a link has an address',
    body: { components: [row({ type: 2, style: 5, label: 'x' })] },
    code: 50035,
    at: 'components.0.components.0.url',
  },
  {
    rule: 'a link has no custom id',
    body: { components: [row({ type: 2, style: 5, label: 'x', url: 'https://x.example', custom_id: 'x' })] },
    code: 50035,
    at: 'components.0.components.0.custom_id',
  },
  {
    rule: 'a button shows something',
    body: { components: [row(button({ label: undefined }))] },
    code: 50035,
    at: 'components.0.components.0.label',
  },
  {
    rule: 'a row is full with one menu',
    body: { components: [row({ type: 5, custom_id: 'u' }, button())] },
    code: 50035,
    at: 'components.0.components',
  },
  {
    rule: 'a menu has options',
    body: { components: [row({ type: 3, custom_id: 's', options: [] })] },
    code: 50035,
    at: 'components.0.components.0.options',
  },
  {
    rule: 'the options of a menu differ',
    body: {
      components: [
        row({
          type: 3,
          custom_id: 's',
          options: [
            { label: 'a', value: 'a' },
            { label: 'b', value: 'a' },
          ],
        }),
      ],
    },
    code: 50035,
    at: 'components.0.components.0.options',
  },
  { rule: 'V2 components need their flag', body: { components: [text('x')] }, code: 50035, at: 'components.0' },
  {
    rule: 'V2 takes no content',
    body: { flags: V2, content: 'x', components: [text('x')] },
    code: 50035,
    at: 'content',
  },
  {
    rule: 'V2 takes no embeds',
    body: { flags: V2, embeds: [{ title: 't' }], components: [text('x')] },
    code: 50035,
    at: 'embeds',
  },
  {
    rule: 'V2 holds 40 components',
    body: {
      flags: V2,
      components: Array.from({ length: 4 }, () => ({
        type: 17,
        components: Array.from({ length: 10 }, () => text('x')),
      })),
    },
    code: 50035,
    at: 'components',
    named: 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
  },
  {
    rule: 'V2 shows 4,000 characters',
    body: { flags: V2, components: [text('x'.repeat(2_500)), text('x'.repeat(2_500))] },
    code: 50035,
    at: 'components',
  },
  {
    rule: 'mentions are parsed or listed, not both',
    body: { content: 'x', allowed_mentions: { parse: ['users'], users: ['1457705441034240000'] } },
    code: 50035,
    at: 'allowed_mentions',
    named: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
  },
  {
    rule: 'only known kinds of mention are parsed',
    body: { content: 'x', allowed_mentions: { parse: ['everybody'] } },
    code: 50035,
    at: 'allowed_mentions.parse.0',
  },
  { rule: 'a nonce ends at 25 characters', body: { content: 'x', nonce: 'n'.repeat(26) }, code: 50035, at: 'nonce' },
  {
    rule: 'a poll has answers of up to 55 characters',
    body: { poll: { question: { text: 'q' }, answers: [{ poll_media: { text: 'x'.repeat(56) } }] } },
    code: 50035,
    at: 'poll.answers.0.poll_media.text',
  },
  {
    rule: 'a poll has up to 10 answers',
    body: {
      poll: { question: { text: 'q' }, answers: Array.from({ length: 11 }, () => ({ poll_media: { text: 'x' } })) },
    },
    code: 50035,
    at: 'poll.answers',
  },
  {
    rule: 'a poll lasts 32 days at most',
    body: { poll: { question: { text: 'q' }, answers: [{ poll_media: { text: 'x' } }], duration: 769 } },
    code: 50035,
    at: 'poll.duration',
  },
  {
    rule: 'a reply answers a message that is there',
    body: { content: 'x', message_reference: { message_id: '1457705441034240000' } },
    code: 50035,
    at: 'message_reference',
  },
  {
    rule: 'a forward takes a message that is there',
    body: { message_reference: { type: 1, channel_id: '1457706950983680000', message_id: '1' } },
    code: 50035,
    at: 'message_reference',
  },
  {
    rule: 'a listed file was uploaded',
    body: { content: 'x', attachments: [{ id: '0', filename: 'x' }] },
    code: 50146,
  },
  {
    rule: 'an id is a number',
    body: { content: 'x', message_reference: { message_id: 'abc' } },
    code: 50035,
    at: 'message_reference.message_id',
  },
  { rule: 'text is text', body: { content: { x: 1 } }, code: 50035, at: 'content' },
];

const webhookRules: Rule[] = [
  { rule: 'a webhook says something', body: {}, code: 50006 },
  {
    rule: 'its name ends at 80 characters',
    body: { content: 'x', username: 'x'.repeat(81) },
    code: 50035,
    at: 'username',
  },
  {
    rule: 'its name is not clyde',
    body: { content: 'x', username: 'ClYdE the cat' },
    code: 50035,
    at: 'username',
    named: 'USERNAME_INVALID_CONTAINS',
  },
  {
    rule: 'its name is not discord',
    body: { content: 'x', username: 'My Discord Bot' },
    code: 50035,
    at: 'username',
    named: 'USERNAME_INVALID_CONTAINS',
  },
  {
    rule: 'its name is not exactly here',
    body: { content: 'x', username: 'Here' },
    code: 50035,
    at: 'username',
    named: 'USERNAME_INVALID',
  },
  {
    rule: 'its picture is at an address',
    body: { content: 'x', avatar_url: 'lilith.png' },
    code: 50035,
    at: 'avatar_url',
  },
  { rule: 'it makes threads in forums only', body: { content: 'x', thread_name: 'side' }, code: 220003 },
  { rule: 'its content ends at 2,000 characters', body: { content: 'x'.repeat(2_001) }, code: 50035, at: 'content' },
];

const commandRules: Rule[] = [
  { rule: 'names are lower case', body: command({ name: 'View' }), code: 50035, at: 'name' },
  { rule: 'names have no spaces', body: command({ name: 'view all' }), code: 50035, at: 'name' },
  { rule: 'chat commands are described', body: { name: 'view' }, code: 50035, at: 'description' },
  {
    rule: 'message commands are not described',
    body: { name: 'View', type: 3, description: 'x' },
    code: 50035,
    at: 'description',
  },
  {
    rule: 'required options come first',
    body: command({ options: [option(), option({ name: 'b', required: true })] }),
    code: 50035,
    at: 'options.1',
  },
  {
    rule: 'options have names of their own',
    body: command({ options: [option(), option()] }),
    code: 50035,
    at: 'options.1.name',
  },
  {
    rule: 'sub-commands and options are not mixed',
    body: command({ options: [{ type: 1, name: 'sub', description: 'x' }, option()] }),
    code: 50035,
    at: 'options',
  },
  {
    rule: 'there are 25 options',
    body: command({ options: Array.from({ length: 26 }, (_, n) => option({ name: `o${n}` })) }),
    code: 50035,
    at: 'options',
  },
  {
    rule: 'there are 25 choices',
    body: command({
      options: [option({ choices: Array.from({ length: 26 }, (_, n) => ({ name: `c${n}`, value: `c${n}` })) })],
    }),
    code: 50035,
    at: 'options.0.choices',
  },
  {
    rule: 'choices are of the type of their option',
    body: command({ options: [option({ choices: [{ name: 'c', value: 1 }] })] }),
    code: 50035,
    at: 'options.0.choices.0.value',
  },
  {
    rule: 'what completes itself has no choices',
    body: command({ options: [option({ autocomplete: true, choices: [{ name: 'c', value: 'c' }] })] }),
    code: 50035,
    at: 'options.0.choices',
  },
  {
    rule: 'a command holds 8,000 characters',
    body: command({
      options: Array.from({ length: 5 }, (_, n) =>
        option({
          name: `o${n}`,
          choices: Array.from({ length: 25 }, (__, m) => ({
            name: `${n}-${m}-`.padEnd(50, 'x'),
            value: `${n}-${m}-`.padEnd(50, 'x'),
          })),
        }),
      ),
    }),
    code: 50035,
  },
];

const commandListRules: Rule[] = [
  {
    rule: 'names differ',
    body: [command(), command()],
    code: 50035,
    at: '1',
    named: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
  },
  {
    rule: 'there are 100 chat commands',
    body: Array.from({ length: 101 }, (_, n) => command({ name: `c${n}` })),
    code: 30032,
  },
  {
    rule: 'there are 15 message commands',
    body: Array.from({ length: 16 }, (_, n) => ({ name: `M${n}`, type: 3 })),
    code: 30032,
  },
];

const channelRules: Rule[] = [
  { rule: 'topics end at 1,024 characters', body: { topic: 'x'.repeat(1_025) }, code: 50035, at: 'topic' },
  { rule: 'names end at 100 characters', body: { name: 'x'.repeat(101) }, code: 50035, at: 'name' },
  { rule: 'names are something', body: { name: ' ' }, code: 50035, at: 'name' },
  {
    rule: 'slow mode ends at six hours',
    body: { rate_limit_per_user: 21_601 },
    code: 50035,
    at: 'rate_limit_per_user',
  },
  {
    rule: 'threads are archived after one of four times',
    body: { default_auto_archive_duration: 61 },
    code: 50035,
    at: 'default_auto_archive_duration',
  },
  {
    rule: 'forums have 20 tags',
    body: { available_tags: Array.from({ length: 21 }, (_, n) => ({ name: `t${n}` })) },
    code: 50035,
    at: 'available_tags',
  },
  { rule: 'categories are categories', body: { parent_id: '1457706950983680000' }, code: 50035, at: 'parent_id' },
];

const threadRules: Rule[] = [
  { rule: 'names end at 100 characters', body: { name: 'x'.repeat(101) }, code: 50035, at: 'name' },
  {
    rule: 'posts carry 5 tags',
    body: { name: 'x', applied_tags: Array.from({ length: 6 }, String) },
    code: 50035,
    at: 'applied_tags',
  },
];

/** Status and code of a refusal, and the name of the problem at a field when one is asked for. */
function refusalOf(answer: { status: number; body: unknown }, at?: string): unknown[] {
  const { code, errors } = answer.body as { code?: number; errors?: unknown };
  if (at === undefined) return [answer.status, code];
  const problem = at
    .split('.')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], errors);
  const [first] = (problem as Record<string, { code: string }[]> | undefined)?.['_errors'] ?? [];
  return [answer.status, code, first?.code];
}

const someName: unknown = expect.any(String);

/** What a rule's refusal looks like. */
function refusalBy({ code, at, named }: Rule): unknown[] {
  return at === undefined ? [400, code] : [400, code, named ?? someName];
}

function mentionedIn({ body }: { body: APIMessage }): unknown[] {
  return [body.mentions.map(({ username }) => username), body.mention_everyone];
}

describe('rules that the description lacks', () => {
  let discord: LocalDiscord;
  let general: string;

  beforeAll(async () => {
    discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
    general = discord.world.channels.general;
  });

  afterAll(async () => {
    await discord.close();
  });

  const bot = <Body = unknown>(method: string, path: string, body?: unknown) =>
    callApi<Body>(discord.url, 'Bot bot.tzurot', method, path, body);
  const ben = <Body = unknown>(method: string, path: string, body?: unknown) =>
    callApi<Body>(discord.url, 'user.ben', method, path, body);
  const ada = <Body = unknown>(method: string, path: string, body?: unknown) =>
    callApi<Body>(discord.url, 'user.ada', method, path, body);

  const refuseIntents = (refused: number) =>
    callApi(discord.url, 'local.operator', 'POST', '/local/intents', { refused });
  const limit = (settings: object) => callApi(discord.url, 'local.operator', 'POST', '/local/limits', settings);

  it.each(messageRules)('messages: $rule', async (rule) => {
    const answer = await bot('POST', `/channels/${general}/messages`, rule.body);

    expect(refusalOf(answer, rule.at)).toEqual(refusalBy(rule));
  });

  it.each(webhookRules)('webhooks: $rule', async (rule) => {
    const { body: hook } = await bot<APIWebhook>('POST', `/channels/${general}/webhooks`, { name: 'Rules' });

    const answer = await callApi(discord.url, null, 'POST', `/webhooks/${hook.id}/${hook.token}`, rule.body);
    await bot('DELETE', `/webhooks/${hook.id}`);

    expect(refusalOf(answer, rule.at)).toEqual(refusalBy(rule));
  });

  it.each(commandRules)('commands: $rule', async (rule) => {
    const answer = await bot('POST', `/applications/${discord.world.bot.applicationId}/commands`, rule.body);

    expect(refusalOf(answer, rule.at)).toEqual(refusalBy(rule));
  });

  it.each(commandListRules)('command lists: $rule', async (rule) => {
    const answer = await bot('PUT', `/applications/${discord.world.bot.applicationId}/commands`, rule.body);

    expect(refusalOf(answer, rule.at)).toEqual(refusalBy(rule));
  });

  it.each(channelRules)('channels: $rule', async (rule) => {
    const answer = await ada('PATCH', `/channels/${general}`, rule.body);

    expect(refusalOf(answer, rule.at)).toEqual(refusalBy(rule));
  });

  it.each(threadRules)('threads: $rule', async (rule) => {
    const answer = await ada('POST', `/channels/${general}/threads`, rule.body);

    expect(refusalOf(answer, rule.at)).toEqual(refusalBy(rule));
  });

  it.each([0, 101])('history: pages of 1 to 100, not %i', async (size) => {
    const answer = await bot('GET', `/channels/${general}/messages?limit=${size}`);

    expect(refusalOf(answer, 'limit')).toEqual([400, 50035, expect.any(String)]);
  });

  it('forums: topics of 4,096 characters', async () => {
    const path = `/channels/${discord.world.channels.stories}`;

    const answers = [4_096, 4_097].map((length) => ada('PATCH', path, { topic: 'x'.repeat(length) }));

    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 400]);
  });

  it('commands: 200 new ones a day', async () => {
    const path = `/applications/${discord.world.bot.applicationId}/guilds/${discord.world.guild.id}/commands`;
    const batch = (from: number) => Array.from({ length: 100 }, (_, n) => command({ name: `c${from + n}` }));
    await bot('PUT', path, batch(0));
    await bot('PUT', path, batch(100));
    await bot('PUT', path, batch(100).slice(1));

    const tooMany = await bot('POST', path, command({ name: 'more' }));
    const overwritten = await bot('POST', path, command({ name: 'c150', description: 'changed' }));
    await bot('PUT', path, []);
    discord.advanceClock(24 * 60 * 60_000);
    const nextDay = await bot('POST', path, command({ name: 'more' }));

    expect(refusalOf(tooMany)).toEqual([429, 30034]);
    expect([overwritten.status, nextDay.status]).toEqual([200, 201]);
  });

  it("commands: an application's own only", async () => {
    const answer = await bot('GET', `/applications/${discord.world.guild.id}/commands`);

    expect(refusalOf(answer)).toEqual([404, 10002]);
  });

  it('webhooks: 15 in a channel', async () => {
    const path = `/channels/${discord.world.channels.adults}/webhooks`;
    for (let n = 0; n < 15; n += 1) await bot('POST', path, { name: `hook ${n}` });

    expect(refusalOf(await bot('POST', path, { name: 'one more' }))).toEqual([400, 30007]);
  });

  it('webhooks: a wrong token, a wrong thread and a message of somebody else are refused', async () => {
    const { body: hook } = await bot<APIWebhook>('POST', `/channels/${general}/webhooks`, { name: 'Strict' });
    const { body: plain } = await bot<APIMessage>('POST', `/channels/${general}/messages`, { content: 'plain' });
    const say = (token: string | undefined, query = '') =>
      callApi(discord.url, null, 'POST', `/webhooks/${hook.id}/${token}${query}`, { content: 'x' });

    expect(refusalOf(await say('wrong'))).toEqual([401, 50027]);
    expect(refusalOf(await say(hook.token, `?thread_id=${discord.world.threads.prologue}`))).toEqual([404, 10003]);
    const others = await callApi(
      discord.url,
      null,
      'PATCH',
      `/webhooks/${hook.id}/${hook.token}/messages/${plain.id}`,
      { content: 'x' },
    );
    expect(refusalOf(others)).toEqual([404, 10008]);
    await bot('DELETE', `/webhooks/${hook.id}`);
    expect(refusalOf(await say(hook.token))).toEqual([404, 10015]);
  });

  it('webhooks: a message in a thread is reached only with the thread', async () => {
    const { body: hook } = await bot<APIWebhook>('POST', `/channels/${general}/webhooks`, { name: 'Threads' });
    const base = `/webhooks/${hook.id}/${hook.token}`;
    const { corner } = discord.world.threads;
    const { body: said } = await callApi<APIMessage>(
      discord.url,
      null,
      'POST',
      `${base}?wait=true&thread_id=${corner}`,
      { content: 'x' },
    );

    const without = await callApi(discord.url, null, 'GET', `${base}/messages/${said.id}`);
    const within = await callApi(discord.url, null, 'GET', `${base}/messages/${said.id}?thread_id=${corner}`);

    expect([without.status, within.status]).toEqual([404, 200]);
    expect(said.channel_id).toBe(corner);
  });

  it('webhooks: buttons only from hooks that an application owns', async () => {
    const { body: hook } = await ada<APIWebhook>('POST', `/channels/${general}/webhooks`, { name: "Ada's" });
    const base = `/webhooks/${hook.id}/${hook.token}?wait=true`;
    const say = (query: string, components: object[]) =>
      callApi<APIMessage>(discord.url, null, 'POST', base + query, { content: 'x', components });

    const dropped = await say('', [row(button())]);
    const refused = await say('&with_components=true', [row(button())]);
    const link = await say('&with_components=true', [row({ type: 2, style: 5, label: 'x', url: 'https://x.example' })]);

    expect(hook.application_id).toBeNull();
    expect(dropped.body.components).toEqual([]);
    expect(refusalOf(refused, 'components')).toEqual([400, 50035, expect.any(String)]);
    expect(link.body.components).toHaveLength(1);
  });

  it('webhooks: names that contain "here" are refused when that is switched on', async () => {
    const { body: hook } = await bot<APIWebhook>('POST', `/channels/${general}/webhooks`, { name: 'Names' });
    const say = () =>
      callApi(discord.url, null, 'POST', `/webhooks/${hook.id}/${hook.token}`, {
        content: 'x',
        username: 'Over there',
      });

    const usually = await say();
    await limit({ mode: 'off', refuseHereInNames: true });
    const strictly = await say();
    await limit({ mode: 'off' });

    expect(usually.status).toBe(204);
    expect(refusalOf(strictly, 'username')).toEqual([400, 50035, 'USERNAME_INVALID_CONTAINS']);
  });

  it('webhooks: names of one character, without spaces around them', async () => {
    const { body } = await bot<APIWebhook>('POST', `/channels/${general}/webhooks`, { name: ' X ' });

    expect(body.name).toBe('X');
  });

  it('webhooks: what they said stays when they go, and can be deleted but not changed', async () => {
    const { body: hook } = await bot<APIWebhook>('POST', `/channels/${general}/webhooks`, { name: 'Passing' });
    const path = `/webhooks/${hook.id}/${hook.token}`;
    const { body: said } = await callApi<APIMessage>(discord.url, null, 'POST', `${path}?wait=true`, { content: 'x' });
    await bot('DELETE', `/webhooks/${hook.id}`);

    const edited = await callApi(discord.url, null, 'PATCH', `${path}/messages/${said.id}`, { content: 'y' });
    const editedByBot = await bot('PATCH', `/channels/${general}/messages/${said.id}`, { content: 'y' });
    const deleted = await bot('DELETE', `/channels/${general}/messages/${said.id}`);

    expect([refusalOf(edited), refusalOf(editedByBot)]).toEqual([
      [404, 10015],
      [403, 50005],
    ]);
    expect(deleted.status).toBe(204);
  });

  it('webhooks: a thread that is archived opens when one speaks in it', async () => {
    const { body: hook } = await bot<APIWebhook>('POST', `/channels/${general}/webhooks`, { name: 'Waking' });
    const { body: thread } = await ada<APIChannel>('POST', `/channels/${general}/threads`, { name: 't', type: 11 });
    await ada('PATCH', `/channels/${thread.id}`, { archived: true });

    const path = `/webhooks/${hook.id}/${hook.token}?thread_id=${thread.id}`;
    await callApi(discord.url, null, 'POST', path, { content: 'x' });
    const { body } = await ada('GET', `/channels/${thread.id}`);

    expect(body).toMatchObject({ thread_metadata: { archived: false } });
  });

  it('webhooks: without wait, nothing comes back', async () => {
    const { body: hook } = await bot<APIWebhook>('POST', `/channels/${general}/webhooks`, { name: 'Quiet' });

    const answer = await callApi(discord.url, null, 'POST', `/webhooks/${hook.id}/${hook.token}`, { content: 'x' });

    expect(answer).toMatchObject({ status: 204, body: '' });
  });

  it('mentions: everyone by default, nobody when told so, and anew in every edit', async () => {
    const path = `/channels/${general}/messages`;
    const content = `<@${discord.world.people.ben.id}> @everyone`;

    const byDefault = await ada<APIMessage>('POST', path, { content });
    const silenced = await ada<APIMessage>('POST', path, { content, allowed_mentions: { parse: [] } });
    const edited = await ada<APIMessage>('PATCH', `${path}/${silenced.body.id}`, { content });
    const byBot = await bot<APIMessage>('POST', path, { content });

    expect(mentionedIn(byDefault)).toEqual([['ben'], true]);
    expect(mentionedIn(silenced)).toEqual([[], false]);
    expect(mentionedIn(edited)).toEqual([['ben'], true]);
    // The bot may not mention everyone here.
    expect(mentionedIn(byBot)).toEqual([['ben'], false]);
  });

  it('mentions: a reply mentions whom it answers unless told not to', async () => {
    const path = `/channels/${general}/messages`;
    const { body: target } = await ada<APIMessage>('POST', path, { content: 'x' });
    const reply = (more: object) =>
      bot<APIMessage>('POST', path, { content: 'y', message_reference: { message_id: target.id }, ...more });

    const [pings, silent] = [await reply({}), await reply({ allowed_mentions: { parse: [] } })];

    expect(pings.body.mentions).toHaveLength(1);
    expect(silent.body.mentions).toHaveLength(0);
  });

  it('mentions: an edited reply mentions whom it answers, unless told not to again', async () => {
    const path = `/channels/${general}/messages`;
    const { body: target } = await ada<APIMessage>('POST', path, { content: 'x' });
    const message_reference = { message_id: target.id };
    const { body: reply } = await bot<APIMessage>('POST', path, { content: 'y', message_reference });
    const edit = (more: object) => bot<APIMessage>('PATCH', `${path}/${reply.id}`, { content: 'z', ...more });

    const [again, silent] = [await edit({}), await edit({ allowed_mentions: { parse: [] } })];

    expect([again.body.mentions.length, silent.body.mentions.length]).toEqual([1, 0]);
  });

  it('replies: null says that the target was deleted', async () => {
    const path = `/channels/${general}/messages`;
    const { body: target } = await ada<APIMessage>('POST', path, { content: 'x' });
    const { body: reply } = await bot<APIMessage>('POST', path, {
      content: 'y',
      message_reference: { message_id: target.id },
    });
    await ada('DELETE', `${path}/${target.id}`);

    const { body: read } = await bot<APIMessage>('GET', `${path}/${reply.id}`);
    const gone = { message_id: target.id, fail_if_not_exists: false };
    const { body: plain } = await bot<APIMessage>('POST', path, { content: 'z', message_reference: gone });

    expect(read.referenced_message).toBeNull();
    expect(plain.type).toBe(0);
    expect(plain).not.toHaveProperty('referenced_message');
  });

  it('bulk deletion: 2 to 100 messages, none older than 14 days', async () => {
    const path = `/channels/${general}/messages`;
    const { body: message } = await bot<APIMessage>('POST', path, { content: 'x' });
    const remove = (messages: string[]) => bot('POST', `${path}/bulk-delete`, { messages });

    expect(refusalOf(await remove([message.id]))).toEqual([400, 50016]);
    expect(refusalOf(await remove([message.id, '1457705441034240000']))).toEqual([400, 50034]);
  });

  it('reactions: 20 kinds, each a real emoji', async () => {
    const { body: message } = await bot<APIMessage>('POST', `/channels/${general}/messages`, { content: 'x' });
    const react = (emoji: string) =>
      bot('PUT', `/channels/${general}/messages/${message.id}/reactions/${encodeURIComponent(emoji)}/@me`);
    const faces = Array.from({ length: 20 }, (_, n) => String.fromCodePoint(0x1f600 + n));
    for (const face of faces) await react(face);

    expect(refusalOf(await react('🐙'))).toEqual([400, 30010]);
    expect(refusalOf(await react('word'))).toEqual([400, 10014]);
    expect(refusalOf(await react('dot:1457705441034240000'))).toEqual([400, 10014]);
    expect((await react(faces[0] ?? '')).status).toBe(204);
  });

  it('threads: one per message; locked and archived ones take nothing but being opened', async () => {
    const { body: message } = await bot<APIMessage>('POST', `/channels/${general}/messages`, { content: 'x' });
    const start = () => bot<APIChannel>('POST', `/channels/${general}/messages/${message.id}/threads`, { name: 't' });
    const thread = await start();
    await ada('PATCH', `/channels/${thread.body.id}`, { locked: true, archived: true });

    expect(refusalOf(await start())).toEqual([400, 160004]);
    expect(refusalOf(await ben('POST', `/channels/${thread.body.id}/messages`, { content: 'x' }))).toEqual([
      400, 160005,
    ]);
    expect(refusalOf(await ben('PUT', `/channels/${thread.body.id}/thread-members/@me`))).toEqual([400, 50083]);
    await ada('PATCH', `/channels/${thread.body.id}`, { locked: false });
    expect((await ben('POST', `/channels/${thread.body.id}/messages`, { content: 'opens it' })).status).toBe(200);
  });

  it('forums: messages go into posts, posts carry known tags', async () => {
    const { stories } = discord.world.channels;

    const straight = await bot('POST', `/channels/${stories}/messages`, { content: 'x' });
    const untold = await bot('POST', `/channels/${stories}/threads`, { name: 'x' });
    const strange = await bot('POST', `/channels/${stories}/threads`, {
      name: 'x',
      message: { content: 'x' },
      applied_tags: ['1'],
    });
    await ada('PATCH', `/channels/${stories}`, { flags: 1 << 4 });
    const untagged = await bot('POST', `/channels/${stories}/threads`, { name: 'x', message: { content: 'x' } });
    await ada('PATCH', `/channels/${stories}`, { flags: 0 });

    expect(refusalOf(straight)).toEqual([400, 40058]);
    expect(refusalOf(untold, 'message')).toEqual([400, 50035, expect.any(String)]);
    expect(refusalOf(strange, 'applied_tags.0')).toEqual([400, 50035, expect.any(String)]);
    expect(refusalOf(untagged)).toEqual([400, 40067]);
  });

  it('direct messages: a recipient, who takes them', async () => {
    expect(refusalOf(await bot('POST', '/users/@me/channels', {}))).toEqual([400, 50033]);
    expect(refusalOf(await bot('POST', '/users/@me/channels', { recipient_id: '1457705441034240001' }))).toEqual([
      404, 10013,
    ]);
    expect(refusalOf(await bot('POST', '/users/@me/channels', { recipient_id: discord.world.bot.id }))).toEqual([
      400, 50033,
    ]);
  });

  it('edits: only by the author, only what may be edited', async () => {
    const path = `/channels/${general}/messages`;
    const { body: message } = await ada<APIMessage>('POST', path, { content: 'mine' });

    expect(refusalOf(await bot('PATCH', `${path}/${message.id}`, { content: 'yours' }))).toEqual([403, 50005]);
    expect(refusalOf(await ada('PATCH', `${path}/${message.id}`, { content: '' }))).toEqual([400, 50006]);
    expect(refusalOf(await ada('PATCH', `${path}/1457705441034240000`, { content: 'x' }))).toEqual([404, 10008]);
  });

  it('stickers: known ones only', async () => {
    const answer = await bot('POST', `/channels/${general}/messages`, {
      content: 'x',
      sticker_ids: ['1457705441034240000'],
    });

    expect(refusalOf(answer)).toEqual([400, 50081]);
  });

  it('people send no embeds and no components', async () => {
    const path = `/channels/${general}/messages`;
    const more = { embeds: [{ title: 't' }], components: [row(button())] };

    const { body } = await ada<APIMessage>('POST', path, { content: 'x', ...more });
    const nothing = await ada('POST', path, more);

    expect(body).toMatchObject({ content: 'x', embeds: [], components: [] });
    expect(refusalOf(nothing)).toEqual([400, 50006]);
  });

  it('threads: whoever writes in one is in it', async () => {
    const { body: thread } = await ada<APIChannel>('POST', `/channels/${general}/threads`, { name: 't', type: 11 });
    await ben('POST', `/channels/${thread.id}/messages`, { content: 'x' });

    const { body } = await ada<{ user_id: string }[]>('GET', `/channels/${thread.id}/thread-members`);

    expect(body.map(({ user_id }) => user_id)).toContain(discord.world.people.ben.id);
  });

  it('slow mode holds people, never bots', async () => {
    const { adults } = discord.world.channels;
    await ada('PATCH', `/channels/${adults}`, { rate_limit_per_user: 10 });
    const say = () => ben('POST', `/channels/${adults}/messages`, { content: 'x' });

    const answers = [await say(), await say()];
    const byBot = [
      await bot('POST', `/channels/${adults}/messages`, { content: 'x' }),
      await bot('POST', `/channels/${adults}/messages`, { content: 'x' }),
    ];
    discord.advanceClock(10_000);
    const later = await say();

    expect(answers.map(({ status }) => status)).toEqual([200, 429]);
    expect(answers[1]?.body).toMatchObject({ code: 20016, retry_after: expect.any(Number) });
    expect([...byBot, later].map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('slow mode lets through who may bypass it', async () => {
    const { adults } = discord.world.channels;
    await ada('PATCH', `/channels/${adults}`, { rate_limit_per_user: 10 });
    const allow = String(1n << 52n);
    await ada('PUT', `/channels/${adults}/permissions/${discord.world.people.ben.id}`, { type: 1, allow });

    const answers = [
      await ben('POST', `/channels/${adults}/messages`, { content: 'x' }),
      await ben('POST', `/channels/${adults}/messages`, { content: 'y' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('pins need a permission of their own', async () => {
    const { body: message } = await ada<APIMessage>('POST', `/channels/${general}/messages`, { content: 'x' });
    const pin = () => ben('PUT', `/channels/${general}/messages/pins/${message.id}`);

    const refused = await pin();
    const allow = String(1n << 51n);
    await ada('PUT', `/channels/${general}/permissions/${discord.world.people.ben.id}`, { type: 1, allow });
    const taken = await pin();
    await ada('DELETE', `/channels/${general}/permissions/${discord.world.people.ben.id}`);

    expect(refusalOf(refused)).toEqual([403, 50013]);
    expect(taken.status).toBe(204);
  });

  it('members are listed only for applications that may know them', async () => {
    const path = `/guilds/${discord.world.guild.id}/members?limit=10`;

    const open = await bot('GET', path);
    await refuseIntents(1 << 1);
    const closed = await bot('GET', path);
    await refuseIntents(0);

    expect(open.body).toHaveLength(4);
    expect(refusalOf(closed)).toEqual([403, 50001]);
  });

  it('commands for adults are offered in age-restricted channels and their threads', async () => {
    const { adults } = discord.world.channels;
    const path = `/applications/${discord.world.bot.applicationId}/guilds/${discord.world.guild.id}/commands`;
    await bot('PUT', path, [command({ name: 'adult', nsfw: true })]);
    const { body: thread } = await ada<APIChannel>('POST', `/channels/${adults}/threads`, { name: 't', type: 11 });
    const offered = async (channelId: string) => {
      const { body } = await ada<{ application_commands: { name: string }[] }>(
        'GET',
        `/channels/${channelId}/application-command-index`,
      );
      return body.application_commands.map(({ name }) => name);
    };

    const places = [await offered(general), await offered(adults), await offered(thread.id)];
    await bot('PUT', path, []);

    expect(places).toEqual([[], ['adult'], ['adult']]);
  });

  it('permissions: what is not seen is not there, what is not allowed says so', async () => {
    const { quiet, staff } = discord.world.channels;

    expect(refusalOf(await ben('GET', `/channels/${staff}`))).toEqual([403, 50001]);
    expect(refusalOf(await ben('POST', `/channels/${staff}/messages`, { content: 'x' }))).toEqual([403, 50001]);
    expect(refusalOf(await bot('POST', `/channels/${quiet}/webhooks`, { name: 'x' }))).toEqual([403, 50013]);
    expect(refusalOf(await ben('DELETE', `/channels/${quiet}`))).toEqual([403, 50013]);
    expect(refusalOf(await ben('GET', '/channels/1'))).toEqual([404, 10003]);
  });

  it('history is empty, not refused, for those who may not read it', async () => {
    await bot('POST', `/channels/${general}/messages`, { content: 'x' });
    await ada('PUT', `/channels/${general}/permissions/${discord.world.people.ben.id}`, {
      type: 1,
      deny: String(1n << 16n),
    });

    const answer = await callApi(discord.url, 'user.ben', 'GET', `/channels/${general}/messages`);
    await ada('DELETE', `/channels/${general}/permissions/${discord.world.people.ben.id}`);

    expect(answer).toMatchObject({ status: 200, body: [] });
  });
});
