import type { Description } from './description.ts';

/** What an event for bots looks like. Source: Discord documentation, "Gateway Events". */
interface Shape {
  /** The schema of the description that the event extends, or that one of its keys holds. */
  readonly schema?: string;
  readonly under?: string;
  /** Keys beyond the schema; a question mark marks those that may be absent. */
  readonly keys?: readonly string[];
}

const place = ['channel_id', 'guild_id?'];
const reaction = ['user_id', 'channel_id', 'message_id', 'guild_id?', 'emoji', 'burst', 'type'];
const message: Shape = { schema: 'MessageResponse', keys: ['guild_id?', 'member?', 'channel_type'] };
const role: Shape = { schema: 'GuildRoleResponse', under: 'role', keys: ['guild_id', 'role'] };
const member: Shape = { schema: 'GuildMemberResponse', keys: ['guild_id'] };
const vote = ['user_id', 'channel_id', 'message_id', 'guild_id?', 'answer_id'];

const shapes: Readonly<Record<string, Shape>> = {
  READY: {
    schema: 'UserPIIResponse',
    under: 'user',
    keys: [
      'v',
      'user',
      'guilds',
      'session_id',
      'resume_gateway_url',
      'shard',
      'application',
      // Not documented, and always there.
      'user_settings',
      'session_type',
      'private_channels',
      'relationships',
      'presences',
      'guild_join_requests',
      'geo_ordered_rtc_regions',
      'game_relationships',
      'auth',
      '_trace',
    ],
  },
  RESUMED: { keys: ['_trace'] },
  GUILD_CREATE: {
    schema: 'GuildResponse',
    keys: [
      'joined_at',
      'large',
      'unavailable',
      'member_count',
      'voice_states',
      'members',
      'channels',
      'threads',
      'presences',
      'stage_instances',
      'guild_scheduled_events',
      'soundboard_sounds',
    ],
  },
  GUILD_UPDATE: { schema: 'GuildResponse' },
  GUILD_DELETE: { keys: ['id', 'unavailable?'] },
  GUILD_ROLE_CREATE: role,
  GUILD_ROLE_UPDATE: role,
  GUILD_ROLE_DELETE: { keys: ['guild_id', 'role_id'] },
  GUILD_MEMBER_ADD: member,
  GUILD_MEMBER_UPDATE: member,
  GUILD_MEMBER_REMOVE: { schema: 'UserResponse', under: 'user', keys: ['guild_id', 'user'] },
  GUILD_MEMBERS_CHUNK: {
    keys: ['guild_id', 'members', 'chunk_index', 'chunk_count', 'not_found?', 'presences?', 'nonce?'],
  },
  GUILD_BAN_ADD: { schema: 'UserResponse', under: 'user', keys: ['guild_id', 'user'] },
  GUILD_BAN_REMOVE: { schema: 'UserResponse', under: 'user', keys: ['guild_id', 'user'] },
  GUILD_EMOJIS_UPDATE: { keys: ['guild_id', 'emojis'] },
  GUILD_STICKERS_UPDATE: { keys: ['guild_id', 'stickers'] },
  CHANNEL_CREATE: { schema: 'GuildChannelResponse' },
  CHANNEL_UPDATE: { schema: 'GuildChannelResponse' },
  CHANNEL_DELETE: { schema: 'GuildChannelResponse' },
  CHANNEL_PINS_UPDATE: { keys: [...place, 'last_pin_timestamp'] },
  THREAD_CREATE: { schema: 'ThreadResponse', keys: ['newly_created?'] },
  THREAD_UPDATE: { schema: 'ThreadResponse' },
  THREAD_DELETE: { keys: ['id', 'guild_id', 'parent_id', 'type'] },
  THREAD_LIST_SYNC: { keys: ['guild_id', 'channel_ids?', 'threads', 'members'] },
  THREAD_MEMBER_UPDATE: { schema: 'ThreadMemberResponse', keys: ['guild_id'] },
  THREAD_MEMBERS_UPDATE: { keys: ['id', 'guild_id', 'member_count', 'added_members?', 'removed_member_ids?'] },
  INVITE_CREATE: {
    schema: 'UserResponse',
    under: 'inviter',
    keys: [
      ...place,
      'code',
      'created_at',
      'inviter',
      'max_age',
      'max_uses',
      'temporary',
      'uses',
      // Not documented, and always there.
      'type',
      'expires_at',
    ],
  },
  INVITE_DELETE: { keys: [...place, 'code'] },
  MESSAGE_CREATE: message,
  MESSAGE_UPDATE: message,
  MESSAGE_DELETE: { keys: ['id', ...place] },
  MESSAGE_DELETE_BULK: { keys: ['ids', ...place] },
  MESSAGE_REACTION_ADD: { keys: [...reaction, 'member?', 'message_author_id?', 'burst_colors?'] },
  MESSAGE_REACTION_REMOVE: { keys: reaction },
  MESSAGE_REACTION_REMOVE_ALL: { keys: ['message_id', ...place] },
  MESSAGE_REACTION_REMOVE_EMOJI: { keys: ['message_id', ...place, 'emoji'] },
  MESSAGE_POLL_VOTE_ADD: { keys: vote },
  MESSAGE_POLL_VOTE_REMOVE: { keys: vote },
  PRESENCE_UPDATE: { keys: ['user', 'guild_id', 'status', 'activities', 'client_status'] },
  RATE_LIMITED: { keys: ['opcode', 'retry_after', 'meta'] },
  TYPING_START: { keys: [...place, 'user_id', 'timestamp', 'member?'] },
  USER_UPDATE: { schema: 'UserPIIResponse' },
  WEBHOOKS_UPDATE: { keys: ['guild_id', 'channel_id'] },
  INTERACTION_CREATE: {
    keys: [
      'id',
      'application_id',
      'type',
      'token',
      'version',
      'data',
      'channel_id',
      'channel',
      'guild_id?',
      'guild?',
      'guild_locale?',
      'member?',
      'user?',
      'app_permissions',
      'locale',
      'entitlements',
      'authorizing_integration_owners',
      'context',
      'attachment_size_limit',
      'message?',
    ],
  },
};

/** Events that bots are told. */
export const eventNames: readonly string[] = Object.keys(shapes);

/** What is wrong with an event that a bot was told; empty when all is well. */
export function judgeEvent(description: Description, name: string, data: Record<string, unknown>): string[] {
  const shape = shapes[name];
  if (!shape) return [`${name} is no event that bots are told`];
  const { schema, under, keys = [] } = shape;
  const required = keys.filter((key) => !key.endsWith('?'));
  const missing = required.filter((key) => !(key in data)).map((key) => `${name} lacks ${key}`);
  const known = new Set(keys.map((key) => key.replace('?', '')));

  if (schema === undefined || under !== undefined) {
    const strange = Object.keys(data).filter((key) => !known.has(key));
    const inside = schema !== undefined && under !== undefined ? description.named(schema)(data[under]) : [];
    return [
      ...missing,
      ...strange.map((key) => `${name} has ${key}`),
      ...inside.map((each) => `${name}.${under}: ${each}`),
    ];
  }
  const ownKeys = Object.entries(data).filter(([key]) => !known.has(key) || isOf(schema, key));
  const own = withoutMentionedMembers(Object.fromEntries(ownKeys));
  return [
    ...missing,
    ...description
      .named(schema)(own)
      .map((each) => `${name}: ${each}`),
  ];
}

/** Keys that stand in the schema although the event adds to them. */
function isOf(schema: string, key: string): boolean {
  return key === 'guild_id' && (schema === 'ThreadResponse' || schema === 'GuildChannelResponse');
}

/** In events, mentioned users come with their membership. */
function withoutMentionedMembers(data: Record<string, unknown>): Record<string, unknown> {
  const { mentions } = data;
  if (!Array.isArray(mentions)) return data;
  const users = mentions.map(({ member: _member, ...user }: Record<string, unknown>) => user);
  return { ...data, mentions: users };
}
