import { isDmType, isThreadType, Permission } from '../discord/constants.ts';
import type { Channel, Guild, Member, Overwrite } from '../discord/types.ts';
import type { World } from './world.ts';

const ALL = (1n << 60n) - 1n;

const apply = (permissions: bigint, overwrites: readonly Overwrite[]): bigint => {
  let deny = 0n;
  let allow = 0n;
  for (const overwrite of overwrites) {
    deny |= BigInt(overwrite.deny);
    allow |= BigInt(overwrite.allow);
  }
  return (permissions & ~deny) | allow;
};

const guildPermissions = (guild: Guild, member: Member): bigint => {
  const held = new Set([guild.id, ...member.roles]);
  return guild.roles.filter((role) => held.has(role.id)).reduce((sum, role) => sum | BigInt(role.permissions), 0n);
};

const isTimedOut = (member: Member, nowMs: number): boolean =>
  member.communication_disabled_until !== null &&
  member.communication_disabled_until !== undefined &&
  Date.parse(member.communication_disabled_until) > nowMs;

/**
 * What the person may do in a channel, by roles and overwrites; threads go by their parent's.
 * Before the person's own roles are known everything counts as allowed: the server decides anyway.
 * Source: Discord, "Permission Overwrites".
 */
const permissionsIn = (world: World, channel: Channel, nowMs: number = Date.now()): bigint => {
  if (isDmType(channel.type)) return ALL;
  const guild = channel.guild_id === undefined ? undefined : world.guilds.get(channel.guild_id);
  const myId = world.me?.id;
  if (guild === undefined || myId === undefined || guild.owner_id === myId) return ALL;
  const member = world.members.get(guild.id)?.get(myId);
  if (member === undefined) return ALL;

  const base = guildPermissions(guild, member);
  if ((base & Permission.administrator) !== 0n) return ALL;

  const parent = isThreadType(channel.type) ? world.channels.get(channel.parent_id ?? '') : undefined;
  const overwrites = (parent ?? channel).permission_overwrites ?? [];
  const everyone = overwrites.filter(({ id }) => id === guild.id);
  const roles = overwrites.filter(({ id, type }) => type === 0 && id !== guild.id && member.roles.includes(id));
  const own = overwrites.filter(({ id, type }) => type === 1 && id === myId);
  const permissions = apply(apply(apply(base, everyone), roles), own);

  if ((permissions & Permission.viewChannel) === 0n) return 0n;
  if (isTimedOut(member, nowMs)) return permissions & (Permission.viewChannel | Permission.readMessageHistory);
  return permissions;
};

/** Whether the person may do this one thing in a channel. */
export const can = (world: World, channel: Channel, permission: bigint): boolean =>
  (permissionsIn(world, channel) & permission) === permission;

/** Whether the person may write here; threads have a permission of their own, and a lock. */
export const canSend = (world: World, channel: Channel): boolean => {
  if (!isThreadType(channel.type)) return can(world, channel, Permission.sendMessages);
  if (channel.thread_metadata?.locked === true && !can(world, channel, Permission.manageThreads)) return false;
  return can(world, channel, Permission.sendMessagesInThreads);
};
