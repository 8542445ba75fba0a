import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type APIApplicationCommand,
  type APIMessage,
  ChannelType,
  MessageType,
  PermissionFlagsBits as Permission,
} from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalDiscord, startLocalDiscord, type WorldIds } from '../src/index.ts';
import { callApi, connectPerson, type GatewaySocket, openSocket, type Person } from '../src/testing/index.ts';

let discord: LocalDiscord;
let world: WorldIds;
let ada: Person;
let ben: Person;
let cyn: Person;
let worlds = 0;

beforeAll(async () => {
  discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
});

beforeEach(async () => {
  worlds += 1;
  world = discord.createWorld(`w${worlds}`);
  const { people } = world;
  [ada, ben, cyn] = await Promise.all([
    connectPerson(discord.url, people.ada.token),
    connectPerson(discord.url, people.ben.token),
    connectPerson(discord.url, people.cyn.token),
  ]);
});

afterEach(() => {
  for (const person of [ada, ben, cyn]) person.close();
});

afterAll(async () => {
  await discord.close();
});

const bot = <Body = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  callApi<Body>(discord.url, `Bot ${world.bot.token}`, method, path, body);

async function makeGroup(): Promise<string> {
  const recipients = [world.people.ben.id, world.people.cyn.id];
  const { body } = await ada.call<{ id: string }>('POST', '/users/@me/channels', { recipients });
  return body.id;
}

async function announce(filename: string): Promise<{ upload_url: string; upload_filename: string }> {
  const { body } = await ada.call<{ attachments: { upload_url: string; upload_filename: string }[] }>(
    'POST',
    `/channels/${world.channels.general}/attachments`,
    { files: [{ id: '0', filename, file_size: 5 }] },
  );
  const [upload] = body.attachments;
  if (!upload) throw new Error('the upload is announced');
  return upload;
}

const find = async (person: Person, query: string) => {
  const path = `/guilds/${world.guild.id}/messages/search?${query}`;
  const { body } = await person.call<{ total_results: number; messages: APIMessage[][] }>('GET', path);
  return body.messages.flat().map(({ content }) => content);
};

const kick = () => ada.call('DELETE', `/guilds/${world.guild.id}/members/${world.bot.id}`);

const denyExternalApps = () =>
  ada.call('PUT', `/channels/${world.channels.general}/permissions/${world.people.ben.id}`, {
    type: 1,
    deny: String(Permission.UseExternalApps),
  });

const offered = async (person: Person, channelId: string) => {
  const path = `/channels/${channelId}/application-command-index`;
  const { body } = await person.call<{ application_commands: { name: string }[] }>('GET', path);
  return body.application_commands.map(({ name }) => name);
};

describe('groups of people', () => {
  it('are told to everybody in them, and what is said there too', async () => {
    const id = await makeGroup();
    const told = await ben.socket.waitFor('CHANNEL_CREATE', (data) => data['id'] === id);
    await cyn.send(id, 'just us');
    const heard = await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'just us');

    expect(told).toMatchObject({ type: ChannelType.GroupDM, owner_id: world.people.ada.id, name: null });
    expect((told['recipients'] as { username: string }[]).map(({ username }) => username)).toEqual(['ada', 'cyn']);
    expect(heard).toMatchObject({ channel_type: ChannelType.GroupDM });
    expect(heard).not.toHaveProperty('guild_id');
  });

  it('are named by anybody in them', async () => {
    const id = await makeGroup();

    const answer = await ben.call('PATCH', `/channels/${id}`, { name: 'Three' });
    await ada.socket.waitFor('CHANNEL_UPDATE', (data) => data['name'] === 'Three');
    const notice = await ada.socket.waitFor('MESSAGE_CREATE', (data) => data['type'] === MessageType.ChannelNameChange);

    expect(answer.status).toBe(200);
    expect(notice).toMatchObject({ content: 'Three', author: { username: 'ben' } });
  });

  it('lose who leaves and who is put out by the owner, and take them back', async () => {
    const id = await makeGroup();
    const byOther = await ben.call('DELETE', `/channels/${id}/recipients/${world.people.cyn.id}`);
    const byOwner = await ada.call('DELETE', `/channels/${id}/recipients/${world.people.cyn.id}`);
    await cyn.socket.waitFor('CHANNEL_DELETE', (data) => data['id'] === id);
    const outside = await cyn.call('GET', `/channels/${id}/messages`);
    const back = await ben.call('PUT', `/channels/${id}/recipients/${world.people.cyn.id}`);
    await ada.socket.waitFor('CHANNEL_RECIPIENT_ADD');
    await ada.call('DELETE', `/channels/${id}`);
    const owned = await ben.socket.waitFor('CHANNEL_UPDATE', (data) => data['id'] === id);
    const history = await cyn.history(id);

    expect([byOther, byOwner, outside, back].map(({ status }) => status)).toEqual([403, 204, 403, 204]);
    expect([world.people.ben.id, world.people.cyn.id]).toContain(owned['owner_id']);
    expect(history.map(({ type }) => type)).toEqual([
      MessageType.RecipientRemove,
      MessageType.RecipientAdd,
      MessageType.RecipientRemove,
    ]);
  });

  it('take no applications', async () => {
    const id = await makeGroup();

    const added = await ada.call('PUT', `/channels/${id}/recipients/${world.bot.id}`);
    const made = await ada.call('POST', '/users/@me/channels', { recipients: [world.people.ben.id, world.bot.id] });
    const byBot = await bot('POST', '/users/@me/channels', { recipients: [world.people.ben.id, world.people.cyn.id] });

    expect([added, made, byBot].map(({ body }) => (body as { code: number }).code)).toEqual([50033, 50033, 50033]);
  });

  it('are there again after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'state-'));
    const stateFile = join(folder, 'state');
    const first = await startLocalDiscord({ port: 0, stateFile });
    const { people } = first.world;
    const group = await callApi<{ id: string }>(first.url, 'user.ada', 'POST', '/users/@me/channels', {
      recipients: [people.ben.id, people.cyn.id],
    });
    await first.close();

    const again = await startLocalDiscord({ port: 0, stateFile });
    const { body } = await callApi<{ id: string }[]>(again.url, 'user.cyn', 'GET', '/users/@me/channels');
    await again.close();
    await rm(folder, { recursive: true });

    expect(body).toMatchObject([{ id: group.body.id, type: ChannelType.GroupDM, owner_id: people.ada.id }]);
  });
});

describe('files sent ahead of their message', () => {
  it('are taken by their address and shown by the message that names them', async () => {
    const { upload_url, upload_filename } = await announce('note.txt');
    const put = await fetch(upload_url, { method: 'PUT', body: 'hello' });

    const sent = await ada.send(world.channels.general, {
      attachments: [{ id: '0', filename: 'note.txt', uploaded_filename: upload_filename, description: 'a note' }],
    });
    const [attachment] = sent.attachments;
    const content = await (await fetch(attachment?.url ?? '')).text();

    expect(put.status).toBe(200);
    expect(attachment).toMatchObject({ filename: 'note.txt', size: 5, description: 'a note' });
    expect(content).toBe('hello');
  });

  it('open posts in forums', async () => {
    const { upload_url, upload_filename } = await announce('map.txt');
    await fetch(upload_url, { method: 'PUT', body: 'x' });

    const message = { attachments: [{ id: '0', filename: 'map.txt', uploaded_filename: upload_filename }] };
    const post = await ada.call<{ message: APIMessage }>('POST', `/channels/${world.channels.stories}/threads`, {
      name: 'A tale',
      message,
    });

    expect(post.body.message.attachments).toMatchObject([{ filename: 'map.txt', size: 1 }]);
  });

  it('are taken only as they were announced', async () => {
    const { upload_url, upload_filename } = await announce('note.txt');
    const statuses = [
      (await fetch(upload_url)).status,
      (await fetch(`${discord.url}/uploads/nothing`, { method: 'PUT', body: 'x' })).status,
      (await fetch(upload_url, { method: 'PUT', body: new Uint8Array(11 * 1024 * 1024) })).status,
    ];
    await fetch(upload_url, { method: 'PUT', body: 'x' });
    discord.advanceClock(24 * 60 * 60_000);

    const late = await ada.call('POST', `/channels/${world.channels.general}/messages`, {
      attachments: [{ id: '0', uploaded_filename: upload_filename }],
    });

    expect(statuses).toEqual([405, 404, 413]);
    expect(late).toMatchObject({ status: 400, body: { code: 50146 } });
  });
});

describe('search', () => {
  beforeEach(async () => {
    const { general, staff, adults } = world.channels;
    await ada.send(general, 'The ship sails at dawn');
    await ben.send(general, `<@${world.people.cyn.id}> see https://example.com about the ship`);
    await cyn.send(staff, 'a secret ship');
    await ada.send(adults, 'a ship for adults');
    await ben.send(world.threads.corner, { content: 'ship in the corner' }, [{ name: 'ship.png', content: 'x' }]);
    await bot('POST', `/channels/${general}/messages`, { content: 'The ship has sailed' });
  });

  it('finds words where one may read, newest first', async () => {
    expect(await find(ben, 'content=SHIP')).toEqual([
      'The ship has sailed',
      'ship in the corner',
      `<@${world.people.cyn.id}> see https://example.com about the ship`,
      'The ship sails at dawn',
    ]);
    expect(await find(ada, 'content=secret%20ship')).toEqual(['a secret ship']);
    expect(await find(ada, 'content=ship%20adults&include_nsfw=true')).toEqual(['a ship for adults']);
  });

  it.each([
    ['author', () => `content=ship&author_id=${world.people.ada.id}`, ['The ship sails at dawn']],
    ['kind of author', () => 'author_type=bot', ['The ship has sailed']],
    ['mention', () => `mentions=${world.people.cyn.id}`, [expect.stringContaining('example.com')]],
    ['what it has', () => 'has=image&has=-link', ['ship in the corner']],
    ['place', () => `content=ship&channel_id=${world.threads.corner}`, ['ship in the corner']],
    ['page', () => 'content=ship&sort_order=asc&limit=1&offset=1', [expect.stringContaining('example.com')]],
  ])('narrows down by %s', async (_what, query, expected) => {
    expect(await find(ben, query())).toEqual(expected);
  });

  it('is closed to applications that may not read content', async () => {
    const path = `/guilds/${world.guild.id}/messages/search?content=ship`;
    const open = await bot<{ total_results: number; messages: Record<string, unknown>[][] }>('GET', path);
    await callApi(discord.url, 'local.operator', 'POST', '/local/intents', { refused: 1 << 15 });
    const closed = await bot('GET', path);
    await callApi(discord.url, 'local.operator', 'POST', '/local/intents', { refused: 0 });

    expect(open.body.messages[0]?.[0]).toMatchObject({ hit: true });
    expect(closed).toMatchObject({ status: 403, body: { code: 50001 } });
  });
});

describe('an application that people carry with them', () => {
  let socket: GatewaySocket;

  beforeEach(async () => {
    const path = `/applications/${world.bot.applicationId}/commands`;
    await bot<APIApplicationCommand[]>('PUT', path, [
      { name: 'carried', description: 'x', integration_types: [0, 1], contexts: [0, 1, 2] },
      { name: 'fixed', description: 'x', integration_types: [0], default_member_permissions: '0' },
      { name: 'only-carried', description: 'x', integration_types: [1], default_member_permissions: '0' },
    ]);
    socket = openSocket(discord.url);
    await socket.waitForPayload(({ op }) => op === 10);
    socket.send(2, { token: world.bot.token, intents: 1, properties: {} });
    await socket.waitFor('READY');
  });

  afterEach(() => socket.close());

  const heard = (id: string) =>
    socket.waitFor<{ id: string; token: string; authorizing_integration_owners: object; context: number }>(
      'INTERACTION_CREATE',
      (data) => data.id === id,
    );
  const answer = async (id: string, body: object) => {
    const { token } = await heard(id);
    return callApi(discord.url, null, 'POST', `/interactions/${id}/${token}/callback`, body);
  };
  it('works in a guild without it, where it can do nothing but answer', async () => {
    await kick();

    const id = await ben.slash(world.channels.general, 'carried');
    const { authorizing_integration_owners: owners, context } = await heard(id);
    await answer(id, { type: 4, data: { content: 'from afar' } });
    await cyn.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'from afar');
    const asMember = await bot('POST', `/channels/${world.channels.general}/messages`, { content: 'x' });

    expect([owners, context]).toEqual([{ 1: world.people.ben.id }, 0]);
    expect(asMember).toMatchObject({ status: 403, body: { code: 50001 } });
    expect(socket.events.map(({ name }) => name)).not.toContain('MESSAGE_CREATE');
  });

  it('is heard by the one who asked alone where they may not use external apps', async () => {
    await kick();
    await denyExternalApps();

    const [now, later] = [
      await ben.slash(world.channels.general, 'carried'),
      await ben.slash(world.channels.general, 'carried'),
    ];
    await answer(now, { type: 4, data: { content: 'whispered' } });
    await answer(later, { type: 5 });
    const whispered = await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'whispered');
    const loading = await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['flags'] === (64 | 128));
    await ada.send(world.channels.general, 'aloud');
    await cyn.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'aloud');

    expect(whispered['flags']).toBe(64);
    expect(loading).not.toHaveProperty('guild_id');
    expect(cyn.socket.events.filter(({ data }) => data['content'] === 'whispered')).toEqual([]);
  });

  it('speaks aloud where it was invited, whatever the person may bring along', async () => {
    await denyExternalApps();

    const id = await ben.slash(world.channels.general, 'carried');
    const { authorizing_integration_owners: owners } = await heard(id);
    await answer(id, { type: 4, data: { content: 'as a member' } });

    await cyn.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'as a member');
    expect(owners).toEqual({ 0: world.guild.id, 1: world.people.ben.id });
  });

  it('offers in each place what belongs there', async () => {
    const direct = await ben.openDirect(world.bot.id);
    const between = await ben.openDirect(world.people.ada.id);

    const inGuild = await offered(ben, world.channels.general);
    await kick();

    expect(inGuild).toEqual(['carried', 'only-carried']);
    expect(await offered(ben, world.channels.general)).toEqual(['carried', 'only-carried']);
    expect(await offered(ben, direct.id)).toEqual(['carried', 'fixed', 'only-carried']);
    expect(await offered(ben, between.id)).toEqual(['carried', 'only-carried']);
  });
});
