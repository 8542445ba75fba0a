import { isDmType } from '../discord/constants.ts';
import type { Channel, Guild, Member, Message, Role, User } from '../discord/types.ts';
import type { World } from './world.ts';

/** How a user is called: by nickname in the guild, else by display name, else by user name. */
export const userName = (user: User, member?: Pick<Member, 'nick'>): string =>
  member?.nick ?? user.global_name ?? user.username;

export const nameIn = (world: World, userId: string, guildId: string | undefined): string | undefined => {
  const user = world.users.get(userId);
  if (user === undefined) return undefined;
  return userName(user, guildId === undefined ? undefined : world.members.get(guildId)?.get(userId));
};

/** The name above a message. A webhook's message carries its own and belongs to no member. */
export const authorName = (world: World, message: Message): string => {
  if (message.webhook_id !== undefined) return message.author.username;
  const guildId = world.channels.get(message.channel_id)?.guild_id ?? message.guild_id;
  return nameIn(world, message.author.id, guildId) ?? userName(message.author, message.member);
};

/** What a channel is called in lists and titles, without its sign. */
export const channelName = (world: World, channel: Channel): string => {
  if (!isDmType(channel.type)) return channel.name ?? 'unnamed';
  const others = (channel.recipients ?? []).filter((user) => user.id !== world.me?.id);
  if (others.length === 0) return channel.name ?? 'Yourself';
  return others.map((user) => userName(world.users.get(user.id) ?? user)).join(', ');
};

/** With the sign that the channel would have in running text. */
export const channelLabel = (world: World, channel: Channel): string =>
  `${isDmType(channel.type) ? '@' : '#'}${channelName(world, channel)}`;

/** Where a user's picture is, null when the user has none. `size` in pixels, a power of two. */
export const avatarUrl = (user: User, size = 128): string | null =>
  user.avatar === null || user.avatar === undefined ? null : `/avatars/${user.id}/${user.avatar}.png?size=${size}`;

export const guildIconUrl = (guild: Guild, size = 128): string | undefined =>
  guild.icon === null || guild.icon === undefined ? undefined : `/icons/${guild.id}/${guild.icon}.png?size=${size}`;

const firstCharacter = (word: string): string => String.fromCodePoint(word.codePointAt(0) ?? 0).replace('\0', '');

/** Up to two letters that stand for a guild without an icon. */
export const initials = (name: string): string =>
  name
    .split(/\s+/u)
    .map((word) => firstCharacter(word))
    .join('')
    .slice(0, 2);

/** The roles of a member, highest first, without the one that everybody has. */
export const memberRoles = (world: World, guildId: string | undefined, userId: string): readonly Role[] => {
  if (guildId === undefined) return [];
  const held = world.members.get(guildId)?.get(userId)?.roles ?? [];
  const roles = world.guilds.get(guildId)?.roles ?? [];
  return roles.filter((role) => held.includes(role.id)).toSorted((a, b) => b.position - a.position);
};

/** The colour of a member's name: that of the highest role that has one. */
export const nameColor = (world: World, guildId: string | undefined, userId: string): string | undefined => {
  const color = memberRoles(world, guildId, userId).find((role) => role.color !== 0)?.color;
  return color === undefined ? undefined : toCssColor(color);
};

/** A number as Discord gives colours, as CSS writes them. */
export const toCssColor = (color: number): string => `#${color.toString(16).padStart(6, '0')}`;
