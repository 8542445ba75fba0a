import { renderChannel, renderThread, renderThreadMember } from '../render/channel.ts';
import { maySee } from '../world/permissions.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Channel, Guild, GuildChannel, Thread } from '../world/types.ts';
import { emit, inChannel, type World } from '../world/world.ts';

/** Tells of a channel or thread that changed. */
export function announceChannel(world: World, channel: Channel): void {
  if (channel.kind === 'guild') announceGuildChannel(world, channel, 'CHANNEL_UPDATE');
  else if (channel.kind === 'thread') {
    emit(world, 'THREAD_UPDATE', inChannel(channel), (viewer) => renderThread(channel, viewer.userId));
  }
}

/** Bots hear of every channel of their guilds, people of those they can see. */
export function announceGuildChannel(
  world: World,
  channel: GuildChannel,
  name: 'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE',
): void {
  emit(world, name, { to: 'guild', guildId: channel.guildId }, (viewer) =>
    viewer.bot || maySee(world, viewer.userId, channel) ? renderChannel(world, channel, viewer) : undefined,
  );
}

/** Who could see which channel at one moment. */
type Sight = ReadonlyMap<Snowflake, ReadonlySet<Snowflake>>;

/**
 * Makes a change that may open or close channels for somebody, and tells those for whom it did: a person who gains a
 * channel hears that it was created, one who loses it that it was deleted; whoever gains it gets its threads.
 */
export function withSightChanges(world: World, guild: Guild, change: () => void): void {
  const before = lookAround(world, guild);
  change();
  const after = lookAround(world, guild);
  for (const userId of guild.members.keys()) {
    const isBot = world.users.get(userId)?.bot ?? false;
    for (const channelId of guild.channelIds) {
      const had = before.get(userId)?.has(channelId) ?? false;
      const has = after.get(userId)?.has(channelId) ?? false;
      const channel = world.channels.get(channelId);
      if (had === has || channel?.kind !== 'guild') continue;
      const toThem = { to: 'user', userId, guildId: guild.id } as const;
      if (!isBot) {
        emit(world, has ? 'CHANNEL_CREATE' : 'CHANNEL_DELETE', toThem, (viewer) =>
          renderChannel(world, channel, viewer),
        );
      }
      if (has) emit(world, 'THREAD_LIST_SYNC', toThem, threadList(world, guild, channel, userId));
    }
  }
}

function lookAround(world: World, guild: Guild): Sight {
  const channels = [...guild.channelIds].flatMap((id) => world.channels.get(id) ?? []);
  return new Map(
    [...guild.members.keys()].map((userId) => [
      userId,
      new Set(channels.filter((channel) => maySee(world, userId, channel)).map(({ id }) => id)),
    ]),
  );
}

function threadList(world: World, guild: Guild, parent: GuildChannel, userId: Snowflake): object {
  const threads = activeThreads(world, guild, userId).filter(({ parentId }) => parentId === parent.id);
  return {
    guild_id: guild.id,
    channel_ids: [parent.id],
    threads: threads.map((thread) => renderThread(thread, userId)),
    members: threads.flatMap((thread) => {
      const member = thread.members.get(userId);
      return member ? [renderThreadMember(thread, member)] : [];
    }),
  };
}

/** The guild's threads that are open and that this account can see, newest first. */
export function activeThreads(world: World, guild: Guild, userId: Snowflake): Thread[] {
  return [...guild.threadIds]
    .flatMap((id) => {
      const thread = world.channels.get(id);
      return thread?.kind === 'thread' && !thread.archived && maySee(world, userId, thread) ? [thread] : [];
    })
    .toReversed();
}
