import { setTimeout as delay } from 'node:timers/promises';
import { defaultWorld } from '@tzurot/local-discord';
import { z } from 'zod';
import type { Reply } from './judge.ts';
import type { PersonName } from './places.ts';

const Channel = z.object({ id: z.string() });
const Message = z.object({
  id: z.string(),
  content: z.string(),
  author: z.object({ id: z.string(), username: z.string() }),
  webhook_id: z.string().optional(),
  application_id: z.string().nullish(),
});
type Message = z.infer<typeof Message>;

const PAGE_SIZE = 100;

/** Ada, Ben and Cyn at Discord, calling what their own clients call. */
export interface People {
  /** @returns the id of the channel in which this person and the bot talk */
  openDirect(person: PersonName): Promise<string>;
  /** @returns the message's id */
  post(person: PersonName, channelId: string, content: string): Promise<string>;
  /** Everything that characters have said in a channel, oldest first. */
  readReplies(person: PersonName, channel: { id: string; place: string }): Promise<Reply[]>;
}

/** @param apiUrl such as `http://127.0.0.1:3900/api` */
export function createPeople(apiUrl: string): People {
  async function call<Schema extends z.ZodType>(
    person: PersonName,
    schema: Schema,
    { method, path, body }: { method: 'GET' | 'POST'; path: string; body?: unknown },
  ): Promise<z.output<Schema>> {
    for (;;) {
      const response = await fetch(`${apiUrl}/v10${path}`, {
        method,
        headers: {
          authorization: defaultWorld.people[person].token,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (response.ok) return schema.parse(await response.json());
      if (response.status !== 429) throw new Error(`${method} ${path} answered ${response.status}`);
      await delay(Number(response.headers.get('retry-after') ?? 1) * 1_000);
    }
  }

  return {
    async openDirect(person) {
      const body = { recipient_id: defaultWorld.bot.id };
      return (await call(person, Channel, { method: 'POST', path: '/users/@me/channels', body })).id;
    },
    async post(person, channelId, content) {
      const body = { content };
      return (await call(person, Message, { method: 'POST', path: `/channels/${channelId}/messages`, body })).id;
    },
    async readReplies(person, { id, place }) {
      const replies: Reply[] = [];
      for (let after = '0'; ; ) {
        const path = `/channels/${id}/messages?limit=${PAGE_SIZE}&after=${after}`;
        const page = await call(person, z.array(Message), { method: 'GET', path });
        const messages = page.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
        replies.push(...messages.flatMap((message) => readReply(message, place) ?? []));
        const newest = messages.at(-1);
        if (newest === undefined || messages.length < PAGE_SIZE) return replies;
        after = newest.id;
      }
    },
  };
}

/** Null for what people said. */
function readReply({ id, content, author, webhook_id: webhookId }: Message, place: string): Reply | null {
  if (webhookId === undefined && author.id !== defaultWorld.bot.id) return null;
  // Where it has no webhook, the bot speaks itself and puts the character's name in front.
  const named = webhookId === undefined ? /^\*\*([^*]+):\*\*\s/.exec(content) : null;
  const character = webhookId === undefined ? (named?.[1] ?? author.username) : author.username;
  return { messageId: id, place, character, quote: readQuote(content) };
}

/** The words that `local/story` quotes, without the comma that it may have added. */
function readQuote(content: string): string | null {
  return /"([^"]*?),?" you said\b/.exec(content)?.[1] ?? null;
}
