import { ChannelType, isDmType } from '../discord/constants.ts';
import type { Channel, Role, User } from '../discord/types.ts';
import { isVisible } from './channel-tree.ts';
import { userName } from './names.ts';
import type { World } from './world.ts';

/** Something of Discord that an option, a select or a mention can name. */
export type Entity =
  | { kind: 'user'; id: string; name: string; user: User }
  | { kind: 'role'; id: string; name: string; role: Role }
  | { kind: 'channel'; id: string; name: string; channel: Channel };

const toEntity = (user: User, nick?: string | null): Entity => ({
  kind: 'user',
  id: user.id,
  name: userName(user, { nick: nick ?? null }),
  user,
});

/** The people one can name in a channel: the guild's members, or who takes part in the direct message. */
export const usersIn = (world: World, channel: Channel): readonly Entity[] => {
  if (isDmType(channel.type)) {
    const others = (channel.recipients ?? []).map((user) => world.users.get(user.id) ?? user);
    return [...others, ...(world.me === null ? [] : [world.me])].map((user) => toEntity(user));
  }
  return [...(world.members.get(channel.guild_id ?? '') ?? [])]
    .flatMap(([userId, member]) => {
      const user = world.users.get(userId) ?? member.user;
      return user === undefined ? [] : [toEntity(user, member.nick)];
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
};

/** The roles of the channel's guild, highest first, `@everyone` among them under its own name. */
export const rolesIn = (world: World, channel: Channel): readonly Entity[] =>
  (world.guilds.get(channel.guild_id ?? '')?.roles ?? [])
    .toSorted((a, b) => b.position - a.position)
    .map((role) => ({ kind: 'role', id: role.id, name: role.name.replace(/^@/u, ''), role }));

/** The channels and threads beside this one that the person may see, of these types when any are given. */
export const channelsIn = (world: World, channel: Channel, types: readonly number[] = []): readonly Entity[] =>
  [...world.channels.values()]
    .filter((other) => other.guild_id !== undefined && other.guild_id === channel.guild_id)
    .filter((other) => (types.length === 0 ? other.type !== ChannelType.category : types.includes(other.type)))
    .filter((other) => isVisible(world, other))
    .map((other) => ({ kind: 'channel', id: other.id, name: other.name ?? 'unnamed', channel: other }));
