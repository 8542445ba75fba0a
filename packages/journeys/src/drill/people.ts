import { defaultWorld } from '@tzurot/local-discord';
import { z } from 'zod';
import { DiscordMessage } from '../world/discord-messages.ts';
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

const PAGE_SIZE = 100;

/** Everything that was said in a channel, as it stands there and not as it was announced; the oldest first. */
export async function fetchMessages({ rest }: Person, channelId: string): Promise<DiscordMessage[]> {
  const messages: DiscordMessage[] = [];
  for (let after = '0'; ; ) {
    const page = z
      .array(DiscordMessage)
      .parse(await rest('GET', `/channels/${channelId}/messages?limit=${PAGE_SIZE}&after=${after}`))
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    messages.push(...page);
    const newest = page.at(-1);
    if (newest === undefined || page.length < PAGE_SIZE) return messages;
    after = newest.id;
  }
}

/** What characters have said of it. @param notices the messages that say why there is no reply */
export function repliesOf(messages: readonly DiscordMessage[], place: string, notices: ReadonlySet<string>): Reply[] {
  const spoken = messages.flatMap((message) => {
    const said = readSpeaker(message);
    return said === null ? [] : [{ ...said, isNotice: notices.has(message.id) }];
  });
  return readReplies(spoken, place);
}

/** Null for what people said. */
function readSpeaker({
  id,
  content,
  author,
  webhook_id: webhookId,
}: DiscordMessage): Omit<SpokenMessage, 'isNotice'> | null {
  if (webhookId !== undefined) return { messageId: id, character: author.username, text: content };
  if (author.id !== defaultWorld.bot.id) return null;
  // Where it has no webhook, the bot speaks itself and puts the character's name in front of the first message.
  const named = /^\*\*([^*]+):\*\*\s/.exec(content);
  const character = named?.[1] ?? /^(\w+) tells part/.exec(content)?.[1] ?? author.username;
  return { messageId: id, character, text: content.slice(named?.[0].length ?? 0) };
}
