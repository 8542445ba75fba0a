import { defaultWorld } from '@tzurot/local-discord';
import { z } from 'zod';
import { enterDiscord, type Person } from '../world/person.ts';
import type { Reply } from './judge.ts';
import { PEOPLE, type PersonName } from './places.ts';

export type People = Readonly<Record<PersonName, Person>>;

/** Ada, Ben and Cyn with their own clients. @param discordUrl such as `http://127.0.0.1:3900` */
export async function enterPeople(discordUrl: string): Promise<People> {
  const where = { guildId: defaultWorld.guild.id, botId: defaultWorld.bot.id };
  const enter = (name: PersonName) => enterDiscord(discordUrl, defaultWorld.people[name], where);
  const [ada, ben, cyn] = await Promise.all(PEOPLE.map(enter));
  if (ada === undefined || ben === undefined || cyn === undefined) throw new Error('somebody is missing');
  return { ada, ben, cyn };
}

const Message = z.object({
  id: z.string(),
  content: z.string(),
  author: z.object({ id: z.string(), username: z.string() }),
  webhook_id: z.string().optional(),
});
type Message = z.infer<typeof Message>;

const PAGE_SIZE = 100;

/** Everything that characters have said in a channel, oldest first, as it stands there and not as it was announced. */
export async function readReplies({ rest }: Person, channel: { id: string; place: string }): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (let after = '0'; ; ) {
    const page = await rest('GET', `/channels/${channel.id}/messages?limit=${PAGE_SIZE}&after=${after}`);
    const messages = z.array(Message).parse(page);
    messages.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    replies.push(...messages.flatMap((message) => readReply(message, channel.place) ?? []));
    const newest = messages.at(-1);
    if (newest === undefined || messages.length < PAGE_SIZE) return replies;
    after = newest.id;
  }
}

/** Null for what people said. */
function readReply({ id, content, author, webhook_id: webhookId }: Message, place: string): Reply | null {
  if (webhookId === undefined && author.id !== defaultWorld.bot.id) return null;
  // Where it has no webhook, the bot speaks itself and puts the character's name in front.
  const named = webhookId === undefined ? /^\*\*([^*]+):\*\*\s/.exec(content)?.[1] : undefined;
  return { messageId: id, place, character: named ?? author.username, quote: readQuote(content) };
}

/** The words that `local/story` quotes, without the comma that it may have added. */
function readQuote(content: string): string | null {
  return /"([^"]*?),?" you said\b/.exec(content)?.[1] ?? null;
}
