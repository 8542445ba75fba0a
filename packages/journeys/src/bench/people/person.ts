import { z } from 'zod';

const Channel = z.object({ id: z.string() });

/** Somebody at the local Discord, calling what their own client calls. */
export interface Person {
  post(channelId: string, content: string): Promise<void>;
  /** @returns its id */
  createChannel(guildId: string, name: string): Promise<string>;
}

export function createPerson({ discordUrl, token }: { discordUrl: string; token: string }): Person {
  async function send(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${discordUrl}/api/v10${path}`, {
      method: 'POST',
      headers: { authorization: token, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  }
  return {
    async post(channelId, content) {
      await send(`/channels/${channelId}/messages`, { content });
    },
    async createChannel(guildId, name) {
      return Channel.parse(await send(`/guilds/${guildId}/channels`, { name, type: 0 })).id;
    },
  };
}
