import { defaultWorld } from '@tzurot/local-discord';
import { z } from 'zod';
import { storesKey, talksTo } from '../world/own-model.ts';
import { enterDiscord, type Person } from '../world/person.ts';
import type { Reply } from './judge.ts';
import { PEOPLE, type PersonName } from './places.ts';
import { LONG_CHARACTERS, readReplies, type SpokenMessage } from './read-replies.ts';

export type People = Readonly<Record<PersonName, Person>>;

/** Ada, Ben and Cyn with their own clients. @param discordUrl such as `http://127.0.0.1:3900` */
export async function enterPeople(discordUrl: string): Promise<People> {
  const where = { guildId: defaultWorld.guild.id, botId: defaultWorld.bot.id };
  const enter = (name: PersonName) => enterDiscord(discordUrl, defaultWorld.people[name], where);
  const [ada, ben, cyn] = await Promise.all(PEOPLE.map(enter));
  if (ada === undefined || ben === undefined || cyn === undefined) throw new Error('somebody is missing');
  return { ada, ben, cyn };
}

/** From now on Cyn gets replies of several messages, and both Cyn and Ben such that come word by word. */
export async function askForSlowReplies({ ben, cyn }: People): Promise<void> {
  await askFor(cyn, `local/long-${LONG_CHARACTERS}-8`, { maxTokens: LONG_CHARACTERS });
  await askFor(ben, 'local/drip-60');
}

async function askFor(person: Person, model: string, limits: { maxTokens?: number } = {}): Promise<void> {
  const { general } = defaultWorld.channels;
  await storesKey(person, general, `local-of-${person.name}`);
  await talksTo(person, general, model, limits);
}

const Message = z.object({
  id: z.string(),
  content: z.string(),
  author: z.object({ id: z.string(), username: z.string() }),
  webhook_id: z.string().optional(),
});

const PAGE_SIZE = 100;

/** Everything that characters have said in a channel, as it stands there and not as it was announced. */
export async function fetchReplies({ rest }: Person, channel: { id: string; place: string }): Promise<Reply[]> {
  const spoken: SpokenMessage[] = [];
  for (let after = '0'; ; ) {
    const page = await rest('GET', `/channels/${channel.id}/messages?limit=${PAGE_SIZE}&after=${after}`);
    const messages = z.array(Message).parse(page);
    messages.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    spoken.push(...messages.flatMap((message) => readSpeaker(message) ?? []));
    const newest = messages.at(-1);
    if (newest === undefined || messages.length < PAGE_SIZE) return readReplies(spoken, channel.place);
    after = newest.id;
  }
}

/** Null for what people said. */
function readSpeaker({ id, content, author, webhook_id: webhookId }: z.infer<typeof Message>): SpokenMessage | null {
  if (webhookId !== undefined) return { messageId: id, character: author.username, text: content };
  if (author.id !== defaultWorld.bot.id) return null;
  // Where it has no webhook, the bot speaks itself and puts the character's name in front of the first message.
  const named = /^\*\*([^*]+):\*\*\s/.exec(content);
  const character = named?.[1] ?? /^(\w+) tells part/.exec(content)?.[1] ?? author.username;
  return { messageId: id, character, text: content.slice(named?.[0].length ?? 0) };
}
