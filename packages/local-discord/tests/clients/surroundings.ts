import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tls from 'node:tls';
import type { APIMessage } from 'discord-api-types/v10';
import { type LocalDiscord, startLocalDiscord } from '../../src/index.ts';
import { callApi, connectPerson, type Person } from '../../src/testing/index.ts';
import type { Place } from './actions.ts';

/** Whether this Node can be told at run time which certificates to trust: 22.19 and later, 24.5 and later. */
export const canTrustCertificates = 'setDefaultCACertificates' in tls;

/** A Discord for one client, and ben, who does what the bot asks of him. */
export interface Surroundings {
  readonly place: Place;
  close(): Promise<void>;
}

export async function startSurroundings(options: { tls: boolean } = { tls: false }): Promise<Surroundings> {
  const folder = await mkdtemp(join(tmpdir(), 'client-'));
  const tlsFolder = join(folder, 'tls');
  const discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' }, ...(options.tls ? { tlsFolder } : {}) });
  const { world } = discord;
  const ca = options.tls ? await readFile(join(tlsFolder, 'cert.pem'), 'utf8') : '';
  if (options.tls) tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
  // Everything the list asks for is allowed to the bot.
  await callApi(discord.url, 'user.ada', 'PATCH', `/guilds/${world.guild.id}/roles/${world.roles.tzurot}`, {
    permissions: '8',
  });
  const ben = await connectPerson(discord.url, 'user.ben');
  ben.socket.onPayload(({ t, d }) => {
    const message = d as APIMessage;
    if (t === 'MESSAGE_CREATE' && message.author.bot) void obey(discord, ben, message);
  });
  return {
    place: {
      url: discord.url,
      token: world.bot.token,
      shapedToken: world.bot.shapedToken,
      ca,
      guild: world.guild.id,
      general: world.channels.general,
      stories: world.channels.stories,
      ada: world.people.ada.id,
      ben: world.people.ben.id,
      applicationId: world.bot.applicationId,
    },
    async close() {
      ben.close();
      await discord.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Ben does what a message that begins with his name asks of him. */
async function obey(discord: LocalDiscord, ben: Person, message: APIMessage): Promise<void> {
  const { channel_id: channelId, content } = message;
  switch (content) {
    case 'ben: say hello':
      return void (await ben.send(channelId, 'hello'));
    case 'ben: react':
      return void (await ben.call('PUT', `/channels/${channelId}/messages/${message.id}/reactions/%F0%9F%8D%B5/@me`));
    case 'ben: use greet':
      return void (await ben.slash(channelId, 'greet'));
    case 'ben: use later':
      return void (await ben.slash(channelId, 'later'));
    case 'ben: press':
      return void (await ben.press(message, 'press'));
    case 'ben: choose b':
      return void (await ben.press(message, 'choose', ['b']));
    case 'ben: fill in': {
      const modal = await ben.modal(await ben.press(message, 'open'));
      return void (await ben.submit(modal, { drink: 'tea' }));
    }
    case 'ben: hurry':
      discord.addFault({ kind: 'rate-limit', match: { text: 'patient' }, retryAfter: 0.3, scope: 'user', times: 1 });
      return void (await ben.send(channelId, 'hurried'));
  }
}
