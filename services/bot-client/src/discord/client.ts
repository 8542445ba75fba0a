import { Client, GatewayIntentBits, Options, Partials, PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import { Agent } from 'undici';

/** What the bot listens to. MessageContent is privileged: it has a switch in the developer portal. */
const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.GuildMessageTyping,
  GatewayIntentBits.GuildWebhooks,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.DirectMessageReactions,
  GatewayIntentBits.DirectMessageTyping,
  GatewayIntentBits.MessageContent,
] as const;

/** What the invite asks a server for; nothing that the bot does not use. */
const PERMISSIONS = new PermissionsBitField([
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.SendMessagesInThreads,
  PermissionFlagsBits.ReadMessageHistory,
  PermissionFlagsBits.ManageWebhooks,
  PermissionFlagsBits.AddReactions,
  PermissionFlagsBits.AttachFiles,
  PermissionFlagsBits.EmbedLinks,
]);

const CACHED_MESSAGES_PER_CHANNEL = 100;

/** A client that is not logged in yet. Without the partials, Discord's events for direct messages are dropped. */
export function createDiscordClient({ apiUrl }: { apiUrl: string }): Client {
  return new Client({
    intents: [...INTENTS],
    partials: [Partials.Channel, Partials.Message, Partials.Reaction],
    // Nothing that the bot says by default may ping anybody.
    allowedMentions: { parse: [], repliedUser: false },
    // A POST that is repeated after a timeout must not become a second message.
    enforceNonce: true,
    // Discord counts 50 requests a second for the whole bot; the workers share the other half.
    // Of discord.js's own undici: the global agent is of whichever copy was loaded first, and another refuses its files.
    rest: { api: apiUrl, globalRequestsPerSecond: 25, agent: new Agent() },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: CACHED_MESSAGES_PER_CHANNEL,
    }),
  });
}

/** Where a server's owner lets the bot in. */
export function inviteUrl(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: PERMISSIONS.bitfield.toString(),
  });
  return `https://discord.com/oauth2/authorize?${query.toString()}`;
}
