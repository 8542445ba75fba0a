import {
  ChannelType,
  type Guild,
  type GuildBasedChannel,
  type GuildMember,
  type NonThreadGuildBasedChannel,
  OverwriteType,
  PermissionFlagsBits,
  type User,
} from 'discord.js';

const { Administrator, ViewChannel, ReadMessageHistory } = PermissionFlagsBits;
const READ = ViewChannel | ReadMessageHistory;

/** Who may do what in a channel beyond their roles. */
interface Overwrite {
  /** Of the role or the member. */
  id: string;
  isRole: boolean;
  allow: bigint;
  deny: bigint;
}

/** A channel as the question of who reads it sees it. */
export interface Room {
  id: string;
  isAgeRestricted: boolean;
  overwrites: readonly Overwrite[];
}

/** The server around the rooms: what each role may do everywhere. */
export interface Roles {
  /** The role that everybody has; Discord gives it the id of the server. */
  everyoneId: string;
  permissionsOf: ReadonlyMap<string, bigint>;
}

/**
 * Whether everybody who can open `place` may read what was said in `source`. Who is in the server is not asked, since a
 * bot does not know: the answer is yes only when it is yes for any member with any roles. A source for adults is read
 * in no place that is not.
 * Source: Discord documentation, "Permission Overwrites".
 */
export function everyReaderMayRead(place: Room, source: Room, roles: Roles): boolean {
  if (place.id === source.id) return true;
  if (source.isAgeRestricted && !place.isAgeRestricted) return false;
  return isOpenTo(place, source, roles) || isSharedWith(place, source, roles);
}

/** The source is open to everybody, and whoever is shut out of it is shut out of the place too. */
function isOpenTo(place: Room, source: Room, roles: Roles): boolean {
  if (!everybodyHas(READ, source, roles)) return false;
  return exceptionsIn(source, roles).every(({ id, deny }) => (deny & READ) === 0n || isShutOut(id, place, roles));
}

/** Both are closed to everybody but some, and each who is let into the place is let into the source. */
function isSharedWith(place: Room, source: Room, roles: Roles): boolean {
  if (!isClosed(place, roles)) return false;
  // Nobody is denied the source by name; what their roles deny, an allowance of another role takes back.
  if (source.overwrites.some(({ isRole, deny }) => !isRole && (deny & READ) !== 0n)) return false;
  const showsHistory =
    everybodyHas(ReadMessageHistory, source, roles) &&
    exceptionsIn(source, roles).every(({ deny }) => (deny & ReadMessageHistory) === 0n);
  return exceptionsIn(place, roles)
    .filter(({ allow }) => (allow & ViewChannel) !== 0n)
    .every(({ id }) => {
      const { allow = 0n } = source.overwrites.find((overwrite) => overwrite.id === id) ?? {};
      return (allow & ViewChannel) !== 0n && (showsHistory || (allow & ReadMessageHistory) !== 0n);
    });
}

/** Of everybody by default: what the role has, as the channel changes it. */
function everybodyHas(permissions: bigint, room: Room, { everyoneId, permissionsOf }: Roles): boolean {
  const base = permissionsOf.get(everyoneId) ?? 0n;
  const { allow = 0n, deny = 0n } = room.overwrites.find(({ id }) => id === everyoneId) ?? {};
  return (((base & ~deny) | allow) & permissions) === permissions;
}

/** Nobody sees it whom an overwrite does not let in. Administrators read everything anywhere, so they are no question. */
function isClosed(room: Room, { everyoneId }: Roles): boolean {
  const everyone = room.overwrites.find(({ id }) => id === everyoneId);
  return everyone !== undefined && (everyone.deny & ViewChannel) !== 0n && (everyone.allow & ViewChannel) === 0n;
}

function exceptionsIn(room: Room, { everyoneId, permissionsOf }: Roles): Overwrite[] {
  return room.overwrites.filter(
    ({ id, isRole }) => id !== everyoneId && !(isRole && ((permissionsOf.get(id) ?? 0n) & Administrator) !== 0n),
  );
}

/** A role or member that cannot open the room, whatever other roles they have. */
function isShutOut(id: string, room: Room, roles: Roles): boolean {
  const overwrite = room.overwrites.find((each) => each.id === id);
  if (overwrite === undefined || (overwrite.deny & ViewChannel) === 0n) return false;
  // An overwrite for a member is the last word; what one role is denied, another may allow.
  if (!overwrite.isRole) return true;
  return exceptionsIn(room, roles).every(({ allow }) => (allow & ViewChannel) === 0n);
}

/** Whoever reads along and whoever asks: whether both may read what was said in `source` when the reply stands in `place`. */
export function mayBeTold(asker: GuildMember | null, place: GuildBasedChannel, source: GuildBasedChannel): boolean {
  if (place.id === source.id) return true;
  if (place.guildId !== source.guildId || source.type === ChannelType.PrivateThread) return false;
  const [here, there] = [roomOf(place), roomOf(source)];
  if (here === null || there === null || asker === null) return false;
  return (source.permissionsFor(asker).has(READ) ?? false) && everyReaderMayRead(here, there, rolesOf(place.guild));
}

/** The channels of the server that may be quoted in `place` to this asker, its own left out. Public threads go with their channel. */
export function listQuotable(asker: GuildMember | null, place: GuildBasedChannel): string[] {
  const here = roomOf(place);
  if (here === null || asker === null) return [];
  const roles = rolesOf(place.guild);
  const quotable: string[] = [];
  for (const source of place.guild.channels.cache.values()) {
    if (source.isThread() || source.type === ChannelType.GuildCategory) continue;
    const there = toRoom(source);
    if (there.id === place.id || !everyReaderMayRead(here, there, roles)) continue;
    if (source.permissionsFor(asker).has(READ)) quotable.push(source.id);
  }
  return quotable;
}

/** Whether everybody in the server can read what is said in a channel, now. */
export function isOpenToServer(channel: GuildBasedChannel): boolean {
  if (channel.type === ChannelType.PrivateThread) return false;
  const room = roomOf(channel);
  if (room === null) return false;
  const roles = rolesOf(channel.guild);
  return everybodyHas(READ, room, roles) && exceptionsIn(room, roles).every(({ deny }) => (deny & READ) === 0n);
}

/** A thread is read by those, or by some of those, who read its channel. Null when that channel is not known. */
function roomOf(channel: GuildBasedChannel): Room | null {
  if (!channel.isThread()) return toRoom(channel);
  return channel.parent === null ? null : toRoom(channel.parent);
}

function toRoom(channel: NonThreadGuildBasedChannel): Room {
  return {
    id: channel.id,
    isAgeRestricted: 'nsfw' in channel && channel.nsfw,
    overwrites: channel.permissionOverwrites.cache
      .filter(({ id }) => !isAnotherBot(id, channel.guild))
      .map(({ id, type, allow, deny }) => ({
        id,
        isRole: type === OverwriteType.Role,
        allow: allow.bitfield,
        deny: deny.bitfield,
      })),
  };
}

/** What bots are let into or shut out of tells nothing of people. */
function isAnotherBot(id: string, guild: Guild): boolean {
  const role = guild.roles.cache.get(id);
  const user: User | undefined = guild.members.cache.get(id)?.user;
  return role?.tags?.botId !== undefined || user?.bot === true;
}

function rolesOf({ id, roles }: Guild): Roles {
  return { everyoneId: id, permissionsOf: roles.cache.mapValues(({ permissions }) => permissions.bitfield) };
}
