import { type Client, Guild, Message, type OmitPartialGroupDMChannel } from 'discord.js';

/** As `messageCreate` hands it over. */
type HeardMessage = OmitPartialGroupDMChannel<Message>;

/** Who we are, to whoever hears these messages. */
export const OURSELVES = { userId: '1457705944350720000', applicationId: '1457705944350720000' } as const;

const GUILD_ID = '1457706196008960000';
const CHANNEL_IDS = ['1457706950983680000', '1457707202641920000', '1457707454300160000'] as const;
const AUTHORS = 500;
/** What replies refer to; discord.js keeps what Discord sends along with a reply. */
const CACHED_REPLY_ID = '1457800000000000000';

/** What people say to one another, with what looks like an address and is none. */
const TEXTS = [
  'lol',
  'did anyone see the match yesterday? I fell asleep in the second half',
  'brb',
  '<@1457705189376000000> are you coming on friday?',
  'write to me at someone@example.org or ask @everyone-else, I do not mind',
  'no, @Characterful is not a name, and @ alone is not one either',
  'https://example.org/a/very/long/link?with=parameters&and=more#fragment',
  'こんにちは、みんな! 今日はとても寒いですね @だれか',
  '😂😂😂 no way',
  `${'I have been thinking about this all week, and the longer I think the less I know. '.repeat(20)} @nobody in particular`,
] as const;

/** Raw payloads of Discord, made into messages by discord.js itself. */
export function createMessages(client: Client): { next: () => HeardMessage } {
  const guild: Guild = Reflect.construct(Guild, [client, rawGuild()]);
  client.guilds.cache.set(guild.id, guild);
  const cached: Message<true> = Reflect.construct(Message, [client, rawMessage(0)]);
  cached.channel.messages.cache.set(CACHED_REPLY_ID, cached);
  let made = 0;
  return {
    next() {
      made += 1;
      const message: HeardMessage = Reflect.construct(Message, [client, rawMessage(made)]);
      return message;
    },
  };
}

function rawMessage(number: number): object {
  const author = number % AUTHORS;
  const isWebhook = number % 11 === 5;
  const isReply = number % 7 === 3;
  return {
    id: String(1_457_900_000_000_000_000n + BigInt(number) * 4_194_304n),
    channel_id: CHANNEL_IDS[number % CHANNEL_IDS.length],
    guild_id: GUILD_ID,
    type: isReply ? 19 : 0,
    content: TEXTS[number % TEXTS.length],
    timestamp: '2026-01-05T12:00:00.000000+00:00',
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: [],
    embeds: [],
    components: [],
    pinned: false,
    flags: 0,
    author: rawUser(author, number % 13 === 6),
    ...(isWebhook ? { webhook_id: '1457999999999999999' } : { member: rawMember() }),
    ...(isReply && {
      message_reference: {
        type: 0,
        guild_id: GUILD_ID,
        channel_id: CHANNEL_IDS[number % CHANNEL_IDS.length],
        message_id: CACHED_REPLY_ID,
      },
    }),
  };
}

function rawUser(number: number, isBot: boolean): object {
  return {
    id: String(1_457_600_000_000_000_000n + BigInt(number)),
    username: `person${number}`,
    global_name: `Person ${number}`,
    discriminator: '0',
    avatar: null,
    public_flags: 0,
    ...(isBot && { bot: true }),
  };
}

function rawMember(): object {
  return { nick: null, roles: [], joined_at: '2025-01-05T12:00:00.000000+00:00', deaf: false, mute: false, flags: 0 };
}

function rawGuild(): object {
  return {
    id: GUILD_ID,
    name: 'Tavern',
    shardId: 0,
    owner_id: '1457705189376000000',
    roles: [{ id: GUILD_ID, name: '@everyone', permissions: '1071698660929', position: 0, color: 0, hoist: false }],
    channels: CHANNEL_IDS.map((id, position) => ({
      id,
      type: 0,
      name: `channel-${position}`,
      position,
      permission_overwrites: [],
    })),
    members: [],
    emojis: [],
    stickers: [],
    features: [],
    presences: [],
    voice_states: [],
    threads: [],
    stage_instances: [],
    guild_scheduled_events: [],
    member_count: 3,
    large: false,
  };
}
