import { isThreadType } from '../discord/constants.ts';
import type { Channel, Guild, Member, Role, User } from '../discord/types.ts';
import { emptyWorld, type ReadState, type World, withEntry, withoutEntry } from './world.ts';

const isSame = (a: object, b: object): boolean => {
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return [...right].every(([key, value]) => left.get(key) === value);
};

/** Adds what is known of users; nothing changes, and nothing is drawn again, when all of it was known. */
export const withUsers = (world: World, users: Iterable<User | undefined>): World => {
  let changed: Map<string, User> | undefined;
  for (const user of users) {
    // Webhooks have the discriminator 0000 and are no users.
    if (user === undefined || user.discriminator === '0000') continue;
    const known = (changed ?? world.users).get(user.id);
    if (known !== undefined && isSame(known, user)) continue;
    changed ??= new Map(world.users);
    changed.set(user.id, { ...known, ...user });
  }
  return changed === undefined ? world : { ...world, users: changed };
};

export const withMember = (world: World, guildId: string, userId: string, member: Member): World => {
  const present = world.members.get(guildId) ?? new Map<string, Member>();
  const known = present.get(userId);
  // Who it is stands with the users.
  const { user: _user, ...facts } = member;
  if (known !== undefined && isSame({ ...known, roles: known.roles.join() }, { ...facts, roles: facts.roles.join() })) {
    return world;
  }
  return { ...world, members: withEntry(world.members, guildId, withEntry(present, userId, { ...known, ...facts })) };
};

export const withChannel = (world: World, channel: Channel): World => {
  const merged: Channel = { ...world.channels.get(channel.id), ...channel };
  return withUsers({ ...world, channels: withEntry(world.channels, channel.id, merged) }, channel.recipients ?? []);
};

const withoutChannels = (world: World, isGone: (channel: Channel) => boolean): World => {
  const gone = [...world.channels.values()].filter(isGone).map((channel) => channel.id);
  if (gone.length === 0) return world;
  const keep = <V>(map: ReadonlyMap<string, V>): ReadonlyMap<string, V> => {
    const copy = new Map(map);
    for (const id of gone) copy.delete(id);
    return copy;
  };
  return {
    ...world,
    channels: keep(world.channels),
    messages: keep(world.messages),
    typing: keep(world.typing),
    reads: keep(world.reads),
  };
};

/** A channel takes its threads along. */
export const withoutChannel = (world: World, id: string): World =>
  withoutChannels(world, (channel) => channel.id === id || (channel.parent_id === id && isThreadType(channel.type)));

export type GuildPayload = Guild & {
  channels?: readonly Channel[];
  threads?: readonly Channel[];
  members?: readonly Member[];
};

/** A server with everything in it that the event brought along. */
export const withGuild = (world: World, guild: GuildPayload): World => {
  const { channels = [], threads = [], members, ...facts } = guild;
  const known = world.guilds.get(guild.id);
  const allChannels = new Map(world.channels);
  for (const channel of [...channels, ...threads]) {
    allChannels.set(channel.id, { ...allChannels.get(channel.id), ...channel, guild_id: guild.id });
  }
  const withPlaces: World = {
    ...world,
    channels: allChannels,
    guilds: withEntry(world.guilds, guild.id, {
      ...known,
      ...facts,
      roles: facts.roles ?? known?.roles ?? [],
      emojis: facts.emojis ?? known?.emojis ?? [],
    }),
  };
  if (members === undefined) return withPlaces;
  const byUser = new Map(world.members.get(guild.id));
  for (const { user, ...member } of members) if (user !== undefined) byUser.set(user.id, member);
  return withUsers(
    { ...withPlaces, members: withEntry(world.members, guild.id, byUser) },
    members.map((member) => member.user),
  );
};

/** An outage keeps the server in the list; being put out of it does not. */
export const withoutGuild = (world: World, { id, unavailable }: { id: string; unavailable?: boolean }): World => {
  const guild = world.guilds.get(id);
  if (unavailable === true && guild !== undefined) {
    return { ...world, guilds: withEntry(world.guilds, id, { ...guild, unavailable: true }) };
  }
  return withoutChannels({ ...world, guilds: withoutEntry(world.guilds, id) }, (channel) => channel.guild_id === id);
};

export const changeRoles = (
  world: World,
  guildId: string,
  change: (roles: readonly Role[]) => readonly Role[],
): World => {
  const guild = world.guilds.get(guildId);
  if (guild === undefined) return world;
  return { ...world, guilds: withEntry(world.guilds, guildId, { ...guild, roles: change(guild.roles) }) };
};

/** What READY brings to a person. */
export interface Ready {
  user: User;
  guilds?: readonly GuildPayload[];
  private_channels?: readonly Channel[];
  users?: readonly User[];
  read_state?: { entries?: readonly { id: string; last_message_id?: string | null; mention_count?: number }[] };
}

const readsOf = ({ read_state: readState }: Ready): ReadonlyMap<string, ReadState> =>
  new Map(
    (readState?.entries ?? []).map((entry) => [
      entry.id,
      { lastReadId: entry.last_message_id ?? null, mentionCount: entry.mention_count ?? 0 },
    ]),
  );

/** A fresh session: what was known may be out of date, so only what waits to be sent stays. */
export const startSession = (world: World, ready: Ready): World => {
  const fresh: World = {
    ...emptyWorld,
    me: ready.user,
    reads: readsOf(ready),
    outgoing: world.outgoing,
  };
  const guilds = (ready.guilds ?? []).filter((guild) => guild.unavailable !== true);
  const withGuilds = guilds.reduce(withGuild, withUsers(fresh, [ready.user, ...(ready.users ?? [])]));
  return (ready.private_channels ?? []).reduce(withChannel, withGuilds);
};
