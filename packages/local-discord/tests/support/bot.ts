import { Client, type ClientOptions, Events, GatewayIntentBits as Intent, Partials } from 'discord.js';
import type { LocalDiscord } from '../../src/index.ts';

const allIntents = [
  Intent.Guilds,
  Intent.GuildMembers,
  Intent.GuildModeration,
  Intent.GuildExpressions,
  Intent.GuildWebhooks,
  Intent.GuildPresences,
  Intent.GuildMessages,
  Intent.GuildMessageReactions,
  Intent.GuildMessageTyping,
  Intent.DirectMessages,
  Intent.DirectMessageReactions,
  Intent.DirectMessageTyping,
  Intent.MessageContent,
  Intent.GuildMessagePolls,
  Intent.DirectMessagePolls,
];

/** A discord.js client that is not logged in yet. */
export function createBot(discord: LocalDiscord, options: Partial<ClientOptions> = {}): Client {
  return new Client({
    intents: allIntents,
    partials: [Partials.Channel, Partials.Message, Partials.Reaction],
    rest: { api: `${discord.url}/api`, cdn: discord.url, retries: 0 },
    ...options,
  });
}

/** A discord.js client that is logged in and has its guilds. */
export async function startBot(
  discord: LocalDiscord,
  options: Partial<ClientOptions> = {},
  token = discord.world.bot.token,
): Promise<Client<true>> {
  const bot = createBot(discord, options);
  const ready = new Promise<Client<true>>((resolve) => void bot.once(Events.ClientReady, resolve));
  await bot.login(token);
  return ready;
}

/** The next event of this kind. */
export function nextEvent<Name extends keyof import('discord.js').ClientEvents>(
  bot: Client,
  name: Name,
  fits: (...args: import('discord.js').ClientEvents[Name]) => boolean = () => true,
): Promise<import('discord.js').ClientEvents[Name]> {
  return new Promise((resolve) => {
    const listen = (...args: import('discord.js').ClientEvents[Name]) => {
      if (!fits(...args)) return;
      bot.off(name, listen as never);
      resolve(args);
    };
    bot.on(name, listen as never);
  });
}
