import { z } from 'zod';
import { DiscordMessage } from './discord-messages.ts';
import { createDiscordRest, type DiscordRest, type FileToSend } from './discord-rest.ts';
import { createInteractions, type Interactions } from './interactions.ts';
import { createMessagesSeen, type Fits } from './messages-seen.ts';
import { connectPerson, type PersonSocket, type SocketEvent } from './person-socket.ts';

/** Somebody at Discord, doing what their own client does. */
export interface Person extends Omit<Interactions, 'receive'> {
  readonly name: string;
  readonly id: string;
  readonly rest: DiscordRest;
  says(channelId: string, content: string, options?: SayOptions): Promise<DiscordMessage>;
  /** Waits for the first message that fits, counting those that are there already. */
  hears(fits: Fits): Promise<DiscordMessage>;
  /** What fits of all that came so far. */
  heard(fits: Fits): DiscordMessage[];
  edits(message: Pick<DiscordMessage, 'id' | 'channel_id'>, content: string): Promise<DiscordMessage>;
  deletes(message: Pick<DiscordMessage, 'id' | 'channel_id'>): Promise<void>;
  /** @returns the channel in which this person and the bot talk alone */
  opensDirect(): Promise<string>;
  /** @returns the thread, and the message that opens it */
  posts(forumId: string, name: string, content: string): Promise<DiscordMessage>;
  /** @returns the new thread's id */
  opensThread(channelId: string, name: string): Promise<string>;
  leaves(): void;
}

export interface SayOptions {
  replyTo?: Pick<DiscordMessage, 'id'>;
  files?: readonly FileToSend[];
}

const Channel = z.object({ id: z.string() });
const GatewayUrl = z.object({ url: z.string() });
const Thread = z.object({ id: z.string(), message: DiscordMessage });

/** @param discordUrl such as `http://127.0.0.1:3900` */
export async function enterDiscord(
  discordUrl: string,
  account: { id: string; username: string; token: string },
  { guildId, botId }: { guildId: string; botId: string },
): Promise<Person> {
  const rest = createDiscordRest(`${discordUrl}/api`, account.token);
  const seen = createMessagesSeen();
  const directs = new Set<string>();
  const connected: { socket?: PersonSocket } = {};
  const socket = () => {
    if (connected.socket === undefined) throw new Error(`${account.username} is not connected`);
    return connected.socket;
  };
  const guildOf = (channelId: string) => (directs.has(channelId) ? null : guildId);
  const { receive, ...interactions } = createInteractions({ rest, socket, seen, guildOf });

  const { url } = GatewayUrl.parse(await rest('GET', '/gateway'));
  connected.socket = await connectPerson(url, account.token, (event: SocketEvent) => {
    seen.receive(event);
    receive(event);
  });

  return {
    ...interactions,
    name: account.username,
    id: account.id,
    rest,
    async says(channelId, content, { replyTo, files = [] } = {}) {
      const body = {
        content,
        ...(replyTo !== undefined && { message_reference: { message_id: replyTo.id } }),
        ...(files.length > 0 && { attachments: files.map(({ name }, id) => ({ id, filename: name })) }),
      };
      return DiscordMessage.parse(await rest('POST', `/channels/${channelId}/messages`, { body, files }));
    },
    hears: (fits) => socket().until(`a message ${JSON.stringify(readable(fits))}`, () => seen.find(fits)[0]),
    heard: (fits) => seen.find(fits),
    async edits({ id, channel_id: channelId }, content) {
      return DiscordMessage.parse(await rest('PATCH', `/channels/${channelId}/messages/${id}`, { body: { content } }));
    },
    async deletes({ id, channel_id: channelId }) {
      await rest('DELETE', `/channels/${channelId}/messages/${id}`);
    },
    async opensDirect() {
      const body = { recipient_id: botId };
      const { id } = Channel.parse(await rest('POST', '/users/@me/channels', { body }));
      directs.add(id);
      return id;
    },
    async posts(forumId, name, content) {
      const body = { name, message: { content } };
      return Thread.parse(await rest('POST', `/channels/${forumId}/threads`, { body })).message;
    },
    async opensThread(channelId, name) {
      const body = { name, type: 11, auto_archive_duration: 1_440 };
      return Channel.parse(await rest('POST', `/channels/${channelId}/threads`, { body })).id;
    },
    leaves: () => connected.socket?.close(),
  };
}

function readable({ saying, after, ...rest }: Fits): object {
  return { ...rest, ...(saying && { saying: String(saying) }), ...(after && { after: after.id }) };
}
