import { z } from 'zod';
import { createDiscordRest } from '../../world/discord-rest.ts';

const Channel = z.object({ id: z.string() });

/** Somebody at the local Discord who writes messages. */
export interface Person {
  post(channelId: string, content: string): Promise<void>;
  /** @returns its id */
  createChannel(guildId: string, name: string): Promise<string>;
}

export function createPerson({ discordUrl, token }: { discordUrl: string; token: string }): Person {
  const rest = createDiscordRest(`${discordUrl}/api`, token);
  return {
    async post(channelId, content) {
      await rest('POST', `/channels/${channelId}/messages`, { body: { content } });
    },
    async createChannel(guildId, name) {
      return Channel.parse(await rest('POST', `/guilds/${guildId}/channels`, { body: { name, type: 0 } })).id;
    },
  };
}
