import { GatewayIntentBits as Intent } from 'discord-api-types/v10';

/** Every bit that means something today; others close the connection with 4013. */
export const knownIntents = Object.values(Intent)
  .filter((bit): bit is Intent => typeof bit === 'number')
  .reduce((all, bit) => all | bit, 0);

interface EventIntents {
  /** Any of these lets the event through in a guild; 0 means no intent is needed. */
  readonly inGuild: number;
  /** The same in direct messages; equal to `inGuild` unless said. */
  readonly inDirect?: number;
  /** What also lets an event through to the one it is about; 0 means that nothing is needed. */
  readonly aboutSelf?: number;
}

/** Which intent brings which event. Source: Discord documentation, "List of Intents". */
const intentsByEvent: Readonly<Record<string, EventIntents>> = {
  GUILD_CREATE: { inGuild: Intent.Guilds },
  GUILD_UPDATE: { inGuild: Intent.Guilds },
  GUILD_DELETE: { inGuild: Intent.Guilds },
  GUILD_ROLE_CREATE: { inGuild: Intent.Guilds },
  GUILD_ROLE_UPDATE: { inGuild: Intent.Guilds },
  GUILD_ROLE_DELETE: { inGuild: Intent.Guilds },
  CHANNEL_CREATE: { inGuild: Intent.Guilds },
  CHANNEL_UPDATE: { inGuild: Intent.Guilds },
  CHANNEL_DELETE: { inGuild: Intent.Guilds },
  CHANNEL_PINS_UPDATE: { inGuild: Intent.Guilds, inDirect: Intent.DirectMessages },
  THREAD_CREATE: { inGuild: Intent.Guilds },
  THREAD_UPDATE: { inGuild: Intent.Guilds },
  THREAD_DELETE: { inGuild: Intent.Guilds },
  THREAD_LIST_SYNC: { inGuild: Intent.Guilds },
  THREAD_MEMBER_UPDATE: { inGuild: Intent.Guilds },
  THREAD_MEMBERS_UPDATE: { inGuild: Intent.GuildMembers, aboutSelf: Intent.Guilds },
  GUILD_MEMBER_ADD: { inGuild: Intent.GuildMembers },
  GUILD_MEMBER_UPDATE: { inGuild: Intent.GuildMembers, aboutSelf: 0 },
  GUILD_MEMBER_REMOVE: { inGuild: Intent.GuildMembers },
  GUILD_BAN_ADD: { inGuild: Intent.GuildModeration },
  GUILD_BAN_REMOVE: { inGuild: Intent.GuildModeration },
  GUILD_EMOJIS_UPDATE: { inGuild: Intent.GuildExpressions },
  GUILD_STICKERS_UPDATE: { inGuild: Intent.GuildExpressions },
  WEBHOOKS_UPDATE: { inGuild: Intent.GuildWebhooks },
  INVITE_CREATE: { inGuild: Intent.GuildInvites },
  INVITE_DELETE: { inGuild: Intent.GuildInvites },
  PRESENCE_UPDATE: { inGuild: Intent.GuildPresences },
  MESSAGE_CREATE: { inGuild: Intent.GuildMessages, inDirect: Intent.DirectMessages },
  MESSAGE_UPDATE: { inGuild: Intent.GuildMessages, inDirect: Intent.DirectMessages },
  MESSAGE_DELETE: { inGuild: Intent.GuildMessages, inDirect: Intent.DirectMessages },
  MESSAGE_DELETE_BULK: { inGuild: Intent.GuildMessages },
  MESSAGE_REACTION_ADD: { inGuild: Intent.GuildMessageReactions, inDirect: Intent.DirectMessageReactions },
  MESSAGE_REACTION_REMOVE: { inGuild: Intent.GuildMessageReactions, inDirect: Intent.DirectMessageReactions },
  MESSAGE_REACTION_REMOVE_ALL: { inGuild: Intent.GuildMessageReactions, inDirect: Intent.DirectMessageReactions },
  MESSAGE_REACTION_REMOVE_EMOJI: { inGuild: Intent.GuildMessageReactions, inDirect: Intent.DirectMessageReactions },
  MESSAGE_POLL_VOTE_ADD: { inGuild: Intent.GuildMessagePolls, inDirect: Intent.DirectMessagePolls },
  MESSAGE_POLL_VOTE_REMOVE: { inGuild: Intent.GuildMessagePolls, inDirect: Intent.DirectMessagePolls },
  TYPING_START: { inGuild: Intent.GuildMessageTyping, inDirect: Intent.DirectMessageTyping },
};

/** Whether a bot that identified with these intents is told of such an event. */
export function admits(intents: number, eventName: string, isDirect: boolean, isAboutSelf = false): boolean {
  const needed = intentsByEvent[eventName];
  if (!needed) return true;
  const { aboutSelf } = needed;
  if (isAboutSelf && aboutSelf !== undefined && (aboutSelf === 0 || (intents & aboutSelf) !== 0)) return true;
  const bits = isDirect ? (needed.inDirect ?? needed.inGuild) : needed.inGuild;
  return (intents & bits) !== 0;
}
