// The bot that is compared with: discord.js and openai, as anybody would put them together in an evening. It
// remembers in memory, loses what it is doing when it is killed, and has one key for everybody.
import { Client, Events, GatewayIntentBits, type Message, type TextChannel, type Webhook } from 'discord.js';
import OpenAI from 'openai';

const { DISCORD_API_URL = '', DISCORD_TOKEN = '', MODEL_URL = '' } = process.env;
const REMEMBERED_LINES = 40;

type Line = OpenAI.ChatCompletionMessageParam;

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
  // Discord does not count webhooks among a bot's fifty requests a second; left alone, discord.js would.
  rest: { api: DISCORD_API_URL, globalRequestsPerSecond: Number.POSITIVE_INFINITY },
});
const openai = new OpenAI({ baseURL: `${MODEL_URL}/v1`, apiKey: 'local-bare-bot' });
const webhooks = new Map<string, Webhook>();
const histories = new Map<string, Line[]>();

async function webhookOf(channel: TextChannel): Promise<Webhook> {
  const known = webhooks.get(channel.id);
  if (known !== undefined) return known;
  const webhook = await channel.createWebhook({ name: 'Bare bot' });
  webhooks.set(channel.id, webhook);
  return webhook;
}

async function answer(message: Message): Promise<void> {
  const name = /@(Lilith|Pip|Orin)\b/.exec(message.content)?.[1];
  if (message.author.bot || name === undefined || !message.channel.isTextBased() || message.channel.isDMBased()) return;
  const history = histories.get(message.channelId) ?? [];
  histories.set(message.channelId, history);
  history.push({ role: 'user', content: `${message.author.displayName}: ${message.cleanContent}` });
  void message.channel.sendTyping();
  const completion = await openai.chat.completions.create({
    model: 'local/story',
    messages: [{ role: 'system', content: `You are ${name}. Stay in character.` }, ...history.slice(-REMEMBERED_LINES)],
  });
  const content = completion.choices[0]?.message.content ?? '';
  history.push({ role: 'assistant', content });
  const webhook = await webhookOf(message.channel as TextChannel);
  await webhook.send({ content, username: name, allowedMentions: { parse: [] } });
}

client.on(Events.MessageCreate, (message) => void answer(message));
client.once(Events.ClientReady, () => console.log('bare bot is ready'));
await client.login(DISCORD_TOKEN);
