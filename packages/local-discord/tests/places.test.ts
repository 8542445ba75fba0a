import { ChannelType, type Client, Events } from 'discord.js';
import { type APIGuild, type APIMessage, MessageFlags, MessageType } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDiscord, startLocalDiscord } from '../src/index.ts';
import { connectPerson, type Person } from '../src/testing/index.ts';
import { nextEvent, startBot } from './support/bot.ts';
import { judgeEvents, judgeLog } from './support/judged.ts';

let discord: LocalDiscord;
let bot: Client<true>;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
  ada = await connectPerson(discord.url, 'user.ada');
  ben = await connectPerson(discord.url, 'user.ben');
  const { guild, roles } = discord.world;
  await ada.call('PATCH', `/guilds/${guild.id}/roles/${roles.tzurot}`, { permissions: '8' });
  bot = await startBot(discord);
});

afterAll(async () => {
  ada.close();
  ben.close();
  await bot.destroy();
  await discord.close();
});

const invite = (person: Person, guildId: string, permissions: string) =>
  person.call('POST', `/oauth2/authorize?client_id=${discord.world.bot.applicationId}`, {
    guild_id: guildId,
    permissions,
    authorize: true,
  });

describe('guilds that people make', () => {
  it('are joined by the application that is invited, with the permissions it is given', async () => {
    const { body: made } = await ben.call<APIGuild>('POST', '/guilds', { name: "Ben's place" });
    await ben.socket.waitFor('GUILD_CREATE', (data) => data['id'] === made.id);
    const byStranger = await invite(ada, made.id, '8');
    const joined = nextEvent(bot, Events.GuildCreate);

    const invited = await invite(ben, made.id, '2048');
    const [guild] = await joined;
    const channel = guild.channels.cache.first();
    if (!channel?.isSendable()) throw new Error('a new guild has a channel');
    await channel.send('here I am');

    expect([byStranger.status, invited.status]).toEqual([404, 200]);
    expect(guild.name).toBe("Ben's place");
    expect(guild.members.me?.roles.botRole?.permissions.toArray()).toEqual(['SendMessages']);
  });

  it('lose it when it is put out, and the role that came with it', async () => {
    const { body: made } = await ben.call<APIGuild>('POST', '/guilds', { name: 'Passing' });
    await invite(ben, made.id, '0');
    const left = nextEvent(bot, Events.GuildDelete, ({ id }) => id === made.id);

    await ben.call('DELETE', `/guilds/${made.id}/members/${discord.world.bot.id}`);
    const [guild] = await left;
    const { body: roles } = await ben.call<object[]>('GET', `/guilds/${made.id}/roles`);

    expect(guild.available).toBe(true);
    expect(roles).toHaveLength(1);
  });
});

describe('channels that follow another', () => {
  it('get a copy of what is published, by a webhook that nobody can use', async () => {
    const { guild, channels } = discord.world;
    const { body: news } = await ada.call<{ id: string }>('POST', `/guilds/${guild.id}/channels`, {
      name: 'news',
      type: 5,
    });
    const place = await bot.channels.fetch(news.id);
    if (place?.type !== ChannelType.GuildAnnouncement) throw new Error('it is an announcement channel');
    await place.addFollower(channels.general);
    const { body: told } = await ada.call<APIMessage>('POST', `/channels/${news.id}/messages`, { content: 'Hear!' }, [
      { name: 'a.txt', content: 'a' },
    ]);

    await ada.call('POST', `/channels/${news.id}/messages/${told.id}/crosspost`);
    const copy = await ben.socket.waitFor(
      'MESSAGE_CREATE',
      (data) => data['channel_id'] === channels.general && data['content'] === 'Hear!',
    );
    const notice = await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['type'] === MessageType.ChannelFollowAdd);
    const hooks = await (await bot.guilds.fetch(guild.id)).fetchWebhooks();
    const follower = hooks.find((hook) => hook.isChannelFollower());

    expect(copy).toMatchObject({
      flags: MessageFlags.IsCrosspost,
      author: { username: 'Tavern #news' },
      attachments: [{ filename: 'a.txt' }],
      message_reference: { channel_id: news.id, message_id: told.id },
    });
    expect(notice['content']).toBe('Tavern #news');
    expect(follower).toMatchObject({ token: null, sourceChannel: { name: 'news' } });
  });
});

describe('a guild', () => {
  it('is given away by its owner only', async () => {
    const { body: made } = await ben.call<APIGuild>('POST', '/guilds', { name: 'Ours' });
    const { body: channels } = await ben.call<{ id: string }[]>('GET', `/guilds/${made.id}/channels`);
    const { body: door } = await ben.call<{ code: string }>('POST', `/channels/${channels[0]?.id}/invites`, {});
    await ada.call('POST', `/invites/${door.code}`);
    const give = (person: Person, owner_id: string) => person.call('PATCH', `/guilds/${made.id}`, { owner_id });
    const { people } = discord.world;

    const taken = await give(ada, people.ada.id);
    const given = await give(ben, people.ada.id);
    const late = await give(ben, people.ben.id);

    expect([taken, given, late].map(({ status }) => status)).toEqual([403, 200, 403]);
    expect(given.body).toMatchObject({ owner_id: people.ada.id });
  });
});

describe('a ban', () => {
  it('takes along what was said lately', async () => {
    const { guild, channels, people } = discord.world;
    await ben.send(channels.general, 'long ago');
    discord.advanceClock(2 * 3_600_000);
    await ben.send(channels.general, 'just now');

    await ada.call('PUT', `/guilds/${guild.id}/bans/${people.ben.id}`, { delete_message_seconds: 3_600 });
    const left = (await ada.history(channels.general)).map(({ content }) => content);

    expect(left).toContain('long ago');
    expect(left).not.toContain('just now');
  });
});

it('made calls and heard events that fit the documentation', async () => {
  const own = await bot.rest.get(`/applications/${bot.application.id}`);
  await bot.rest.patch(`/applications/${bot.application.id}`, { body: { description: 'by id' } });

  expect(own).toMatchObject({ id: bot.application.id });
  expect(judgeLog(discord)).toEqual([]);
  expect(judgeEvents(discord).findings).toEqual([]);
});
