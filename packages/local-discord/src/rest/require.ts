import { apiError } from '../errors.ts';
import { guildPermissions, maySee, permissionsIn } from '../world/permissions.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Channel, Guild, GuildChannel, Member, Message, Thread, User } from '../world/types.ts';
import type { World } from '../world/world.ts';

interface Asker {
  readonly world: World;
  readonly user: User;
}

/** The channel, if the asker can see it. @throws ApiError 10003, 50001 */
export function requireChannel({ world, user }: Asker, channelId: Snowflake): Channel {
  const channel = world.channels.get(channelId);
  if (!channel) throw apiError('unknownChannel');
  if (channel.kind === 'direct') {
    if (!channel.recipientIds.includes(user.id)) throw apiError('missingAccess');
    return channel;
  }
  if (world.guilds.get(channel.guildId)?.unavailable) throw apiError('missingAccess');
  if (!maySee(world, user.id, channel)) throw apiError('missingAccess');
  return channel;
}

export function requireGuildChannel(asker: Asker, channelId: Snowflake): GuildChannel {
  const channel = requireChannel(asker, channelId);
  if (channel.kind === 'direct') throw apiError('notInDirectMessage');
  if (channel.kind !== 'guild') throw apiError('wrongChannelType');
  return channel;
}

export function requireThread(asker: Asker, channelId: Snowflake): Thread {
  const channel = requireChannel(asker, channelId);
  if (channel.kind !== 'thread') throw apiError('wrongChannelType');
  return channel;
}

/** @throws ApiError 50013 unless all of these bits are held in the channel */
export function requirePermission({ world, user }: Asker, channel: Channel, bits: bigint): void {
  if ((permissionsIn(world, user.id, channel) & bits) !== bits) throw apiError('missingPermissions');
}

/** The guild, if the asker is in it. @throws ApiError 10004 */
export function requireGuild({ world, user }: Asker, guildId: Snowflake): { guild: Guild; self: Member } {
  const guild = world.guilds.get(guildId);
  const self = guild?.members.get(user.id);
  if (!guild || !self) throw apiError('unknownGuild');
  if (guild.unavailable) throw apiError('missingAccess');
  return { guild, self };
}

/** The guild, if the asker holds all of these bits in it. @throws ApiError 10004, 50013 */
export function requireGuildPermission(asker: Asker, guildId: Snowflake, bits: bigint): Guild {
  const { guild, self } = requireGuild(asker, guildId);
  const held = guildPermissions(guild, self, asker.world.clock.now());
  if ((held & bits) !== bits) throw apiError('missingPermissions');
  return guild;
}

/** @throws ApiError 10008 */
export function requireMessage(channel: Channel, messageId: Snowflake): Message {
  const message = channel.messages.get(messageId);
  if (!message) throw apiError('unknownMessage');
  return message;
}

export function isAuthor(message: Message, user: User): boolean {
  return message.author.kind === 'user' && message.author.userId === user.id;
}
