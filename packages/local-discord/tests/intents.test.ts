import { GatewayIntentBits as Intent } from 'discord.js';
import type { APIChannel, APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDiscord, startLocalDiscord } from '../src/index.ts';
import { callApi, connectPerson, type GatewaySocket, openSocket, type Person } from '../src/testing/index.ts';

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const fire = encodeURIComponent('🔥');

/** What each intent brings when everything happens once. Source: Discord documentation, "List of Intents". */
const brings: readonly (readonly [intent: keyof typeof Intent, events: readonly string[]])[] = [
  [
    'Guilds',
    [
      'GUILD_CREATE',
      'GUILD_UPDATE',
      'GUILD_ROLE_CREATE',
      'GUILD_ROLE_UPDATE',
      'GUILD_ROLE_DELETE',
      'CHANNEL_CREATE',
      'CHANNEL_UPDATE',
      'CHANNEL_DELETE',
      'CHANNEL_PINS_UPDATE',
      'THREAD_CREATE',
      'THREAD_UPDATE',
      'THREAD_DELETE',
      'THREAD_MEMBER_UPDATE',
      'THREAD_MEMBERS_UPDATE',
    ],
  ],
  ['GuildMembers', ['GUILD_MEMBER_ADD', 'GUILD_MEMBER_REMOVE', 'THREAD_MEMBERS_UPDATE']],
  ['GuildModeration', ['GUILD_BAN_ADD', 'GUILD_BAN_REMOVE']],
  ['GuildExpressions', ['GUILD_EMOJIS_UPDATE', 'GUILD_STICKERS_UPDATE']],
  ['GuildWebhooks', ['WEBHOOKS_UPDATE']],
  ['GuildInvites', ['INVITE_CREATE', 'INVITE_DELETE']],
  ['GuildPresences', ['PRESENCE_UPDATE']],
  ['GuildMessages', ['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK']],
  [
    'GuildMessageReactions',
    ['MESSAGE_REACTION_ADD', 'MESSAGE_REACTION_REMOVE', 'MESSAGE_REACTION_REMOVE_ALL', 'MESSAGE_REACTION_REMOVE_EMOJI'],
  ],
  ['GuildMessageTyping', ['TYPING_START']],
  ['GuildMessagePolls', ['MESSAGE_POLL_VOTE_ADD', 'MESSAGE_POLL_VOTE_REMOVE']],
  ['DirectMessages', ['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE', 'CHANNEL_PINS_UPDATE']],
  ['DirectMessageReactions', ['MESSAGE_REACTION_ADD', 'MESSAGE_REACTION_REMOVE']],
  ['DirectMessageTyping', ['TYPING_START']],
  ['DirectMessagePolls', ['MESSAGE_POLL_VOTE_ADD', 'MESSAGE_POLL_VOTE_REMOVE']],
  ['GuildScheduledEvents', []],
];

/** Comes whatever was asked for: the beginning, and news of the bot itself. */
const always = ['READY', 'GUILD_MEMBER_UPDATE'];

describe('an intent alone', () => {
  let discord: LocalDiscord;
  let ada: Person;
  let ben: Person;
  const sockets = new Map<string, GatewaySocket>();

  beforeAll(async () => {
    discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
    ada = await connectPerson(discord.url, 'user.ada');
    ben = await connectPerson(discord.url, 'user.ben');
    for (const [intent] of brings) {
      const socket = openSocket(discord.url);
      await socket.waitForPayload(({ op }) => op === 10);
      socket.send(2, { token: 'bot.tzurot', intents: Intent[intent], properties: {} });
      await socket.waitFor('READY');
      sockets.set(intent, socket);
    }
    await doEverythingInGuild();
    await talkInPrivate();
    // The last thing of all, which everybody is told.
    await ada.call('PATCH', `/guilds/${discord.world.guild.id}/members/${discord.world.bot.id}`, { nick: 'Last' });
  });

  afterAll(async () => {
    for (const socket of sockets.values()) socket.close();
    ada.close();
    ben.close();
    await discord.close();
  });

  /** Everything that can happen to messages, by ada; in a guild, moderators do the rest. */
  async function converse(channelId: string): Promise<APIMessage> {
    const path = `/channels/${channelId}/messages`;
    const message = await ada.send(channelId, 'said');
    await ada.call('PATCH', `${path}/${message.id}`, { content: 'said otherwise' });
    await ada.call('PUT', `${path}/${message.id}/reactions/${fire}/@me`);
    await ada.call('DELETE', `${path}/${message.id}/reactions/${fire}/@me`);
    await ada.call('POST', `/channels/${channelId}/typing`);
    await ada.call('PUT', `/channels/${channelId}/messages/pins/${message.id}`);
    const poll = { question: { text: 'Tea?' }, answers: [{ poll_media: { text: 'Yes' } }] };
    const { id } = await ada.send(channelId, { poll });
    await ada.call('PUT', `/channels/${channelId}/polls/${id}/answers/@me`, { answer_ids: [1] });
    await ada.call('PUT', `/channels/${channelId}/polls/${id}/answers/@me`, { answer_ids: [] });
    await ada.call('DELETE', `${path}/${id}`);
    return message;
  }

  async function doEverythingInGuild(): Promise<void> {
    const { guild, channels, people, bot } = discord.world;
    const base = `/guilds/${guild.id}`;
    const message = await converse(channels.general);
    const reactions = `/channels/${channels.general}/messages/${message.id}/reactions`;
    for (const path of [reactions, `${reactions}/${fire}`]) {
      await ada.call('PUT', `${reactions}/${fire}/@me`);
      await ada.call('DELETE', path);
    }
    const two = [await ada.send(channels.general, 'a'), await ada.send(channels.general, 'b')].map(({ id }) => id);
    await callApi(discord.url, 'Bot bot.tzurot', 'POST', `/channels/${channels.general}/messages/bulk-delete`, {
      messages: two,
    });

    await ada.call('PATCH', base, { name: 'Inn' });
    const { body: role } = await ada.call<{ id: string }>('POST', `${base}/roles`, { name: 'Guest' });
    await ada.call('PATCH', `${base}/roles/${role.id}`, { name: 'Regular' });
    await ada.call('DELETE', `${base}/roles/${role.id}`);
    const { body: room } = await ada.call<APIChannel>('POST', `${base}/channels`, { name: 'room' });
    await ada.call('PATCH', `/channels/${room.id}`, { topic: 'x' });
    const { body: thread } = await ada.call<APIChannel>('POST', `/channels/${room.id}/threads`, {
      name: 't',
      type: 11,
    });
    await ada.call('PATCH', `/channels/${thread.id}`, { name: 'u' });
    await ada.call('PUT', `/channels/${thread.id}/thread-members/${bot.id}`);
    await ada.call('DELETE', `/channels/${thread.id}`);
    await ada.call('DELETE', `/channels/${room.id}`);

    await ada.call('POST', `/channels/${channels.general}/webhooks`, { name: 'Hook' });
    await ada.call('POST', `${base}/emojis`, { name: 'dot', image: pixel });
    await ada.call('POST', `${base}/stickers`, { name: 'wave', tags: 'wave' }, [{ name: 's.png', content: 'x' }]);
    ada.socket.send(3, { since: null, status: 'idle', afk: false, activities: [] });
    await ben.socket.waitFor('PRESENCE_UPDATE');

    const { body: invite } = await ada.call<{ code: string }>('POST', `/channels/${channels.general}/invites`, {});
    await ada.call('PUT', `${base}/bans/${people.ben.id}`, {});
    await ada.call('DELETE', `${base}/bans/${people.ben.id}`);
    await ben.call('POST', `/invites/${invite.code}`);
    await ada.call('DELETE', `/invites/${invite.code}`);
  }

  async function talkInPrivate(): Promise<void> {
    const direct = await ada.openDirect(discord.world.bot.id);
    await converse(direct.id);
  }

  it.each(brings)('brings what is documented and nothing else: %s', async (intent, events) => {
    const socket = sockets.get(intent);
    await socket?.waitFor('GUILD_MEMBER_UPDATE', (data) => data['nick'] === 'Last');
    const heard = new Set(socket?.events.map(({ name }) => name));

    expect([...heard].toSorted()).toEqual([...always, ...events].toSorted());
  });
});
