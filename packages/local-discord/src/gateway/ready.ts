import { GatewayIntentBits as Intent } from 'discord-api-types/v10';
import type { Hub } from '../hub.ts';
import { applicationFlags } from '../render/application.ts';
import { renderChannel } from '../render/channel.ts';
import { renderAvailableGuild } from '../render/guild.ts';
import { renderSelf, renderUser } from '../render/user.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { World } from '../world/world.ts';
import type { Session } from './types.ts';

/** READY for a bot: guilds follow one by one as GUILD_CREATE. */
export function readyForBot(world: World, session: Session, guildIds: readonly Snowflake[], hub: Hub): object {
  const application = [...world.applications.values()].find(({ botUserId }) => botUserId === session.user.id);
  return {
    v: 10,
    user: renderSelf(session.user),
    user_settings: {},
    session_type: 'normal',
    session_id: session.id,
    resume_gateway_url: gatewayUrl(hub),
    shard: session.shard,
    guilds: guildIds.map((id) => ({ id, unavailable: true })),
    private_channels: [],
    relationships: [],
    presences: [],
    guild_join_requests: [],
    geo_ordered_rtc_regions: [],
    game_relationships: [],
    auth: {},
    ...(application ? { application: { id: application.id, flags: applicationFlags(hub.refusedIntents) } } : {}),
    _trace: [],
  };
}

/** READY for a person: everything they see at once, as Discord's own client gets it. */
export function readyForPerson(world: World, session: Session, all: readonly Session[], hub: Hub): object {
  const { user, viewer } = session;
  const direct = [...world.directChannels.values()].filter(({ recipientIds }) => recipientIds.includes(user.id));
  const marks = [...world.readMarks].filter(([key]) => key.startsWith(`${user.id}:`));
  return {
    v: 10,
    user: renderSelf(user),
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: gatewayUrl(hub),
    guilds: [...world.guilds.values()]
      .filter((guild) => guild.members.has(user.id))
      .map((guild) =>
        guild.unavailable ? { id: guild.id, unavailable: true } : renderAvailableGuild(world, guild, viewer, true),
      ),
    private_channels: direct.map((channel) => renderChannel(world, channel, viewer)),
    users: [...world.users.values()].filter(({ id }) => id !== user.id).map(renderUser),
    relationships: [],
    presences: [],
    read_state: {
      version: 1,
      partial: false,
      entries: marks.map(([key, messageId]) => ({
        id: key.split(':')[1],
        last_message_id: messageId,
        mention_count: 0,
      })),
    },
    user_guild_settings: { version: 1, partial: false, entries: [] },
    sessions: all
      .filter((each) => each.user === user)
      .map((each) => ({
        session_id: each.id,
        status: 'online',
        client_info: { client: 'web', os: 'other', version: 0 },
      })),
    connected_accounts: [],
    guild_join_requests: [],
    tutorial: null,
    analytics_token: '',
    country_code: 'US',
    _trace: [],
  };
}

/** Guild members are sent along only to those who asked for presences. */
export function seesMembers(session: Session): boolean {
  return session.intents === undefined || (session.intents & Intent.GuildPresences) !== 0;
}

export function gatewayUrl(hub: Hub): string {
  return hub.baseUrl().replace(/^http/, 'ws');
}
