import { ChannelType, OverwriteType, PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import type { Snowflake } from './snowflake.ts';
import type { Channel, Guild, GuildChannel, Member } from './types.ts';
import type { World } from './world.ts';

/** Bits younger than the type package's list. Source: Discord change log, February 2026. */
export const youngPermissions = { PinMessages: 1n << 51n, BypassSlowmode: 1n << 52n } as const;

export const allPermissions = [...Object.values(Permission), ...Object.values(youngPermissions)].reduce(
  (all, bit) => all | bit,
  0n,
);

/** What a member who is timed out keeps. */
const keptInTimeout = Permission.ViewChannel | Permission.ReadMessageHistory;

/** What is worth nothing to somebody who may not send. */
const needsSending =
  Permission.EmbedLinks | Permission.AttachFiles | Permission.MentionEveryone | Permission.SendTTSMessages;

/** What both ends of a direct message may do. */
const directPermissions =
  Permission.ViewChannel |
  Permission.SendMessages |
  Permission.EmbedLinks |
  Permission.AttachFiles |
  Permission.ReadMessageHistory |
  Permission.AddReactions |
  Permission.UseExternalEmojis |
  Permission.UseExternalStickers |
  Permission.SendPolls |
  Permission.SendVoiceMessages |
  Permission.UseApplicationCommands |
  youngPermissions.PinMessages;

/** A member's permissions in the guild at large, before any channel's overwrites. */
export function guildPermissions(guild: Guild, member: Member, nowMs: number): bigint {
  if (guild.ownerId === member.userId) return allPermissions;
  let permissions = guild.roles.get(guild.id)?.permissions ?? 0n;
  for (const roleId of member.roleIds) permissions |= guild.roles.get(roleId)?.permissions ?? 0n;
  if (permissions & Permission.Administrator) return allPermissions;
  return isTimedOut(member, nowMs) ? permissions & keptInTimeout : permissions;
}

function isTimedOut(member: Member, nowMs: number): boolean {
  return member.timedOutUntilMs !== null && member.timedOutUntilMs > nowMs;
}

/** What this account may do in this channel; 0 for strangers. Threads take their parent's overwrites. */
export function permissionsIn(world: World, userId: Snowflake, channel: Channel): bigint {
  if (channel.kind === 'direct') return channel.recipientIds.includes(userId) ? directPermissions : 0n;

  const guild = world.guilds.get(channel.guildId);
  const member = guild?.members.get(userId);
  if (!guild || !member) return 0n;

  if (channel.kind === 'guild') return channelPermissions(world, guild, member, channel);

  const parent = world.channels.get(channel.parentId);
  if (parent?.kind !== 'guild') return 0n;
  const permissions = channelPermissions(world, guild, member, parent);
  const needsMembership = channel.type === ChannelType.PrivateThread && !channel.members.has(userId);
  return needsMembership && !(permissions & Permission.ManageThreads) ? 0n : permissions;
}

function channelPermissions(world: World, guild: Guild, member: Member, channel: GuildChannel): bigint {
  const nowMs = world.clock.now();
  const base = guildPermissions(guild, member, nowMs);
  if (base === allPermissions) return base;

  let allowed = base;
  let rolesAllow = 0n;
  let rolesDeny = 0n;
  let own: { allow: bigint; deny: bigint } | undefined;
  for (const overwrite of channel.overwrites) {
    if (overwrite.type === OverwriteType.Member) {
      if (overwrite.id === member.userId) own = overwrite;
    } else if (overwrite.id === guild.id) {
      allowed = (allowed & ~overwrite.deny) | overwrite.allow;
    } else if (member.roleIds.includes(overwrite.id)) {
      rolesAllow |= overwrite.allow;
      rolesDeny |= overwrite.deny;
    }
  }
  allowed = (allowed & ~rolesDeny) | rolesAllow;
  if (own) allowed = (allowed & ~own.deny) | own.allow;

  if (isTimedOut(member, nowMs)) allowed &= keptInTimeout;
  if (!(allowed & Permission.ViewChannel)) return 0n;
  return allowed & Permission.SendMessages ? allowed : allowed & ~needsSending;
}

export function maySee(world: World, userId: Snowflake, channel: Channel): boolean {
  return (permissionsIn(world, userId, channel) & Permission.ViewChannel) !== 0n;
}

/** The highest role's position, which decides who may manage whom; the owner is above everyone. */
export function rankOf(guild: Guild, userId: Snowflake): number {
  if (guild.ownerId === userId) return Number.POSITIVE_INFINITY;
  const member = guild.members.get(userId);
  return Math.max(0, ...(member?.roleIds ?? []).map((roleId) => guild.roles.get(roleId)?.position ?? 0));
}
